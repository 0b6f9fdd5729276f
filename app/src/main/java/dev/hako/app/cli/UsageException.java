package dev.hako.app.cli;

import dev.hako.engine.config.Printable;

/// The command line itself is wrong. Whoever prints it points to the command's help.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean count;

    private UsageException(String message, boolean count) {
        super(message);
        this.count = count;
    }

    /// A mistake in these words.
    ///
    /// @param message what is wrong, lower case; it may quote the user
    public static UsageException of(String message) {
        return new UsageException(Printable.of(message), false);
    }

    /// Too many arguments, or too few.
    static UsageException ofCount(String message) {
        return new UsageException(Printable.of(message), true);
    }

    /// Whether each word is understood, and only their number is wrong.
    public boolean ofCount() {
        return count;
    }
}
