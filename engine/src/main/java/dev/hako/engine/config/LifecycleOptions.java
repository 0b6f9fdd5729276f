package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.Optional;

/// What happens when the container ends, and how it is ended.
///
/// @param autoRemove remove it when it has ended (`--rm`)
/// @param stopSignal what [dev.hako.engine.Container#stop] sends first, as a number; empty: the
///   image's, or SIGTERM
/// @param stopTimeout how long it then waits; empty: 10 seconds; negative: forever
/// @param restart whether it is started again; not together with `autoRemove`
/// @param log what becomes of its output
public record LifecycleOptions(
        boolean autoRemove,
        Optional<Integer> stopSignal,
        Optional<Duration> stopTimeout,
        RestartPolicy restart,
        LogConfig log) {
    public static final LifecycleOptions STANDARD =
            new LifecycleOptions(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    RestartPolicy.NEVER,
                    LogConfig.STANDARD);

    public LifecycleOptions {
        if (autoRemove && restart.restarts()) {
            throw Failure.invalid("conflicting options: --restart and --rm");
        }
    }

    public LifecycleOptions withAutoRemove(boolean remove) {
        return new LifecycleOptions(remove, stopSignal, stopTimeout, restart, log);
    }

    public LifecycleOptions withRestart(RestartPolicy policy) {
        return new LifecycleOptions(autoRemove, stopSignal, stopTimeout, policy, log);
    }

    public LifecycleOptions withStopSignal(int signal) {
        return new LifecycleOptions(autoRemove, Optional.of(signal), stopTimeout, restart, log);
    }

    public LifecycleOptions withStopTimeout(Duration timeout) {
        return new LifecycleOptions(autoRemove, stopSignal, Optional.of(timeout), restart, log);
    }
}
