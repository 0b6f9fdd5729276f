package dev.hako.app.command;

/// What has become of a command.
public sealed interface Outcome {
    Outcome DONE = new Exit(0);

    /// It is over, and its caller exits with this code.
    record Exit(int code) implements Outcome {}

    /// A container's monitor serves the caller from now on, up to the exit code. Nothing more may
    /// be said to the caller.
    record HandedOver() implements Outcome {}
}
