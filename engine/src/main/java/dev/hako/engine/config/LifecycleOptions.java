package dev.hako.engine.config;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Hooks;
import java.time.Duration;
import java.util.Optional;

/// What happens when the container begins and ends, and how it is ended.
///
/// @param autoRemove remove it when it has ended (`--rm`)
/// @param stopSignal what [dev.hako.engine.Container#stop] sends first, as a number; empty: the
///   image's, or SIGTERM
/// @param stopTimeout how long it then waits; empty: 10 seconds; negative: forever
/// @param restart whether it is started again; not together with `autoRemove`
/// @param log what becomes of its output
/// @param hooks programs that are run at moments of its life
public record LifecycleOptions(
        boolean autoRemove,
        Optional<Integer> stopSignal,
        Optional<Duration> stopTimeout,
        RestartPolicy restart,
        LogConfig log,
        Hooks hooks) {
    public static final LifecycleOptions STANDARD =
            new LifecycleOptions(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    RestartPolicy.NEVER,
                    LogConfig.STANDARD);

    /// A container for which no programs are run.
    public LifecycleOptions(
            boolean autoRemove,
            Optional<Integer> stopSignal,
            Optional<Duration> stopTimeout,
            RestartPolicy restart,
            LogConfig log) {
        this(autoRemove, stopSignal, stopTimeout, restart, log, Hooks.NONE);
    }

    public LifecycleOptions {
        if (autoRemove && restart.restarts()) {
            throw Failure.invalid("conflicting options: --restart and --rm");
        }
    }

    public LifecycleOptions withAutoRemove(boolean remove) {
        return new LifecycleOptions(remove, stopSignal, stopTimeout, restart, log, hooks);
    }

    public LifecycleOptions withRestart(RestartPolicy policy) {
        return new LifecycleOptions(autoRemove, stopSignal, stopTimeout, policy, log, hooks);
    }

    public LifecycleOptions withStopSignal(int signal) {
        return new LifecycleOptions(
                autoRemove, Optional.of(signal), stopTimeout, restart, log, hooks);
    }

    public LifecycleOptions withStopTimeout(Duration timeout) {
        return new LifecycleOptions(
                autoRemove, stopSignal, Optional.of(timeout), restart, log, hooks);
    }
}
