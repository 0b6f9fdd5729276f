package dev.hako.engine.health;

import dev.hako.engine.config.HealthCheck;
import dev.hako.engine.health.Health.Status;
import java.time.Duration;
import java.time.Instant;

/// Docker's rule for the health of one run of a container.
///
/// @param startedAt when its program began
public record HealthRule(HealthCheck check, Instant startedAt) {

    /// What a probe makes of a health. A failure in the start period does not count, unless the
    /// container has worked already.
    public Health next(Health before, HealthProbe probe) {
        if (probe.exitCode() == 0) {
            return before.with(Status.HEALTHY, 0, probe);
        }
        if (isStarting(before, probe.start())) {
            return before.with(Status.STARTING, before.failingStreak(), probe);
        }
        int streak = before.failingStreak() + 1;
        Status status = streak >= check.retries() ? Status.UNHEALTHY : before.status();
        return before.with(status, streak, probe);
    }

    /// When the first probe is due: at once for a container that has run for long.
    public Duration first(Instant now) {
        Duration wait = Duration.between(now, startedAt.plus(pause(Health.UNKNOWN, startedAt)));
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /// How long to wait from now until the next probe.
    public Duration pause(Health health, Instant now) {
        return isStarting(health, now) ? check.startInterval() : check.interval();
    }

    private boolean isStarting(Health health, Instant now) {
        return health.status() == Status.STARTING
                && now.isBefore(startedAt.plus(check.startPeriod()));
    }
}
