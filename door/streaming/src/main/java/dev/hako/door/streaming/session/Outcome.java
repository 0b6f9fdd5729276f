package dev.hako.door.streaming.session;

/// How a session for a program has ended.
public sealed interface Outcome {
    /// The program has ended, or the client needs to know no more.
    ///
    /// @param code 0 for success
    record Exited(int code) implements Outcome {}

    /// It did not come about, or could not go on.
    ///
    /// @param message for the client's user
    record Failed(String message) implements Outcome {}
}
