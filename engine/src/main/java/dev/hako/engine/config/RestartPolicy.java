package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.util.Locale;

/// Whether a container is started again after its end.
///
/// @param mode in Docker's words
/// @param mostRetries how often at most after failures in a row; 0: no limit
public record RestartPolicy(Mode mode, int mostRetries) {
    public static final RestartPolicy NEVER = new RestartPolicy(Mode.NO, 0);

    /// When it is started again.
    public enum Mode {
        NO,
        /// If its exit code was not 0.
        ON_FAILURE,
        /// Whatever its exit code was; after a restart of the machine even if a user had stopped
        /// it.
        ALWAYS,
        /// Unless a user has stopped it.
        UNLESS_STOPPED;

        /// Docker's word for it.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public RestartPolicy {
        if (mostRetries < 0) {
            throw Failure.invalid("the number of retries is negative");
        }
        if (mostRetries > 0 && mode != Mode.ON_FAILURE) {
            throw Failure.invalid("only on-failure takes a number of retries");
        }
    }

    /// Whether it may be started again at all.
    public boolean restarts() {
        return mode != Mode.NO;
    }
}
