package dev.hako.door.streaming.session;

/// Which of a program's streams a client wants.
///
/// @param terminal whether the program has one; then what it says is one stream
public record StreamChoice(boolean input, boolean output, boolean error, boolean terminal) {
    public StreamChoice {
        if (terminal && error) {
            throw new IllegalArgumentException("a terminal has no standard error of its own");
        }
        if (!input && !output && !error) {
            throw new IllegalArgumentException("no stream is wanted");
        }
    }
}
