package dev.hako.plan;

/// A value for a file of a control group.
///
/// @param controller whose file it is
/// @param file its name; `otherFile` is tried when it does not exist, empty for none
public record LimitWrite(String controller, String file, String otherFile, String value) {
    LimitWrite(String controller, String file, String value) {
        this(controller, file, "", value);
    }
}
