package dev.hako.app.command;

import dev.hako.app.cli.Option;

/// Asks before something is removed for good.
final class Confirmation {
    /// Answers the question beforehand.
    static final Option<Boolean> FORCE = Option.flag("-f, --force", "Do not ask first");

    private Confirmation() {}

    /// Whether the user wants it.
    ///
    /// @param warning what will be removed
    static boolean given(Invocation invocation, String warning) {
        if (invocation.line().flag(FORCE)) {
            return true;
        }
        String question = warning + "\nAre you sure you want to continue? [y/N] ";
        return Prompt.of(invocation).line(question).strip().equalsIgnoreCase("y");
    }
}
