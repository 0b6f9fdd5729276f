package dev.hako.compare.measure;

/// Whether a subject can do something, by its having been tried.
///
/// @param subject who
/// @param name what
/// @param answer `yes`, `no: ` and the reason, a number, or [#ELSEWHERE]
public record Feature(String subject, String name, String answer) {
    /// Its interface has no such thing.
    static final String ELSEWHERE = "not in its interface";
}
