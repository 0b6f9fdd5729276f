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

    /// How long to wait until the first probe that an engine makes: a pause since the start, or
    /// since the last one of another engine; not at all if that is over.
    public Duration first(Health known, Instant now) {
        Instant since = known.last().map(HealthProbe::end).orElse(startedAt);
        Duration wait = Duration.between(now, since.plus(pause(known, since)));
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
