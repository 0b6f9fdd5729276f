package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.failure.Failure;

/// A program with a terminal reads from its caller's.
final class TerminalNeeds {
    private TerminalNeeds() {}

    /// @param wanted whether the program has a terminal, and the caller's input goes to it
    static void check(boolean wanted, Caller caller) {
        if (wanted && !caller.terminal().input()) {
            throw Failure.conflict("cannot attach your standard input to a terminal: it is none")
                    .hint("leave out -t");
        }
    }
}
