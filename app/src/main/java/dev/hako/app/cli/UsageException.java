package dev.hako.app.cli;

import dev.hako.engine.config.Printable;

/// The command line itself is wrong. Whoever prints it points to the command's help.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private UsageException(String message) {
        super(message);
    }

    /// A mistake in these words.
    ///
    /// @param message what is wrong, lower case; it may quote the user
    public static UsageException of(String message) {
        return new UsageException(Printable.of(message));
    }
}
