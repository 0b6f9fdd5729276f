package dev.hako.engine.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is known of a container's health.
///
/// @param failingStreak how many probes have failed since the last that did not
/// @param log the last probes, oldest first
public record Health(Status status, int failingStreak, List<HealthProbe> log) {
    /// How many probes are kept.
    public static final int MOST_PROBES = 5;

    /// Of a container that has not been probed.
    public static final Health UNKNOWN = new Health(Status.STARTING, 0, List.of());

    public Health {
        log = List.copyOf(log);
    }

    /// How a container is.
    public enum Status {
        /// Nothing is known yet.
        STARTING,
        /// The last probe succeeded.
        HEALTHY,
        /// Too many probes have failed in a row.
        UNHEALTHY;

        /// Docker's word for it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return word();
        }
    }

    /// The last probe, if there was one.
    Optional<HealthProbe> last() {
        return log.isEmpty() ? Optional.empty() : Optional.of(log.getLast());
    }

    Health with(Status next, int streak, HealthProbe probe) {
        List<HealthProbe> probes = new ArrayList<>(log);
        probes.add(probe);
        int most = Math.min(MOST_PROBES, probes.size());
        return new Health(next, streak, probes.subList(probes.size() - most, probes.size()));
    }
}
