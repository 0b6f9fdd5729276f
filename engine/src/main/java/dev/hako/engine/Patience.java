package dev.hako.engine;

import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waiting for the end of a container, as long as somebody is willing to.
///
/// @param end of the container's present run
record Patience(CompletableFuture<ExitStatus> end) {
    static final int SIGKILL = 9;

    /// How long the kernel may take to end what was killed.
    private static final Duration AFTER_KILL = Duration.ofSeconds(30);

    /// Whether the end came in time; a negative time is for ever.
    boolean endsWithin(Duration timeout) {
        try {
            if (timeout.isNegative()) {
                end.get();
            } else {
                end.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted", e);
        } catch (ExecutionException e) {
            throw Failure.internal("the end of the container could not be awaited", e);
        }
    }

    /// Kills a program and waits for its end.
    ///
    /// @param intent what cannot be done otherwise, such as `cannot stop container "web"`
    void kill(Task task, String intent) {
        task.kill(SIGKILL);
        requireEnd(intent);
    }

    /// Waits for the end of what was killed.
    ///
    /// @param intent what cannot be done otherwise, such as `cannot stop container "web"`
    void requireEnd(String intent) {
        if (!endsWithin(AFTER_KILL)) {
            throw Failure.of(
                            Failure.Kind.UNAVAILABLE,
                            intent
                                    + ": it did not end within "
                                    + AFTER_KILL.toSeconds()
                                    + " s of SIGKILL")
                    .hint("a process of it is stuck in the kernel; see `ps -o pid,stat,wchan`");
        }
    }

    /// Sends a signal to a container. One that nothing can save has ended when it returns.
    static void kill(Container container, int signal) {
        Patience patience = new Patience(container.nextEnd());
        container.kill(signal);
        if (signal == SIGKILL) {
            patience.requireEnd("cannot kill container \"" + container.name() + "\"");
        }
    }
}
