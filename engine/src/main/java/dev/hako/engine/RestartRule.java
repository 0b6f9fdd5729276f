package dev.hako.engine;

import dev.hako.engine.config.RestartPolicy;
import dev.hako.engine.store.RestartMemory;
import java.time.Duration;
import java.util.Optional;

/// Whether and when a container is started again: pauses begin with 100 ms, double up to a minute,
/// and begin anew after a run of ten seconds.
record RestartRule(RestartPolicy policy) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration STEADY = Duration.ofSeconds(10);

    /// What to do after an end.
    ///
    /// @param lasted how long it ran
    /// @return what to remember of the next start, its pause included; empty: it stays ended
    Optional<RestartMemory> afterEnd(int exitCode, Duration lasted, RestartMemory memory) {
        return memory.stopped() || !wants(exitCode, memory.count())
                ? Optional.empty()
                : Optional.of(new RestartMemory(memory.count() + 1, pause(lasted, memory), false));
    }

    private boolean wants(int exitCode, int count) {
        return switch (policy.mode()) {
            case NO -> false;
            case ON_FAILURE ->
                    exitCode != 0 && (policy.mostRetries() == 0 || count < policy.mostRetries());
            case ALWAYS, UNLESS_STOPPED -> true;
        };
    }

    private static Duration pause(Duration lasted, RestartMemory memory) {
        if (memory.pause().isZero() || lasted.compareTo(STEADY) >= 0) {
            return FIRST_PAUSE;
        }
        Duration doubled = memory.pause().multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /// Whether it is started after a restart of the machine.
    boolean afterBoot(RestartMemory memory) {
        return switch (policy.mode()) {
            case NO, ON_FAILURE -> false;
            case ALWAYS -> true;
            case UNLESS_STOPPED -> !memory.stopped();
        };
    }
}
