package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.failure.Failure;

/// Something a user can ask for.
public interface Command {
    /// How it is called.
    CommandForm form();

    /// Does it.
    ///
    /// @throws dev.hako.app.cli.UsageException if an option has not its form
    /// @throws Failure if it cannot be done
    /// @throws InterruptedException if the caller went away
    Outcome run(Invocation invocation) throws InterruptedException;

    /// The exit code for a failure of this kind, which has been printed already.
    default int exitCode(Failure failure) {
        return 1;
    }
}
