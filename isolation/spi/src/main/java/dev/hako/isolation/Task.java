package dev.hako.isolation;

import dev.hako.kernel.Fd;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A running program behind an isolation's wall, held by its monitor: a container's own, or one
/// exec'd into it.
public interface Task extends AutoCloseable {
    /// The program's process id as the host sees it.
    int pid();

    /// How long its start took; empty if another engine started it.
    default Optional<StartTimes> startTimes() {
        return Optional.empty();
    }

    /// Completes when the program has ended and everything the isolation made for it is gone. Fails
    /// with a [dev.hako.failure.Failure] of kind `INTERNAL` if the monitor vanished without a word;
    /// then the exit file, if there is one, has the answer. Cancelled when this is closed before.
    ///
    /// What depends on it runs on the isolation's own thread, and must not wait there: use the
    /// `…Async` methods for more than a little.
    CompletableFuture<ExitStatus> exit();

    /// Sends a signal; one that comes after the end is dropped.
    void kill(int signal);

    /// Sets the size of the program's terminal; without a terminal nothing happens.
    void resize(WindowSize size);

    /// Hands a client's connection over to the task's monitor, which serves it from then on,
    /// whether or not this engine lives. The descriptor is duplicated, and stays the caller's.
    void attach(Fd client, Attachment attachment);

    /// Makes the monitor close its log and open it again by name.
    void reopenLog();

    /// Tells a monitor that was started with a [TaskSpec#revival] whether it is to start an engine
    /// when none is left, as if by [WithoutEngine#STARTS_ONE], from now on.
    void needEngine(boolean needed);

    /// Tells a monitor that was started with [MonitorSettings#awaitRelease] that clients may now
    /// learn of the exit.
    void release();

    /// Lets go of the task, which lives on.
    @Override
    void close();
}
