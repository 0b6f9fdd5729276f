package dev.hako.engine;

import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Task;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Ends a container's program, and waits for that.
///
/// @param end of its present run
record Ending(Container container, Task task, CompletableFuture<ExitStatus> end) {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(10);

    /// Asks it to end, and kills it if it has not ended in time.
    ///
    /// @param timeout as [Container#stop] has it
    void stop(Optional<Duration> timeout) {
        var lifecycle = container.config().lifecycle();
        container.control().signal(task, lifecycle.stopSignal().orElse(SIGTERM));
        Duration patience = timeout.or(lifecycle::stopTimeout).orElse(STANDARD_TIMEOUT);
        if (!new Patience(end).endsWithin(patience)) {
            kill("cannot stop");
        }
    }

    /// Kills it.
    ///
    /// @param intent what is not possible if it does not end
    void kill(String intent) {
        container.control().signal(task, SIGKILL);
        new Patience(end).requireEnd(intent + " container \"" + container.name() + "\"");
    }
}
