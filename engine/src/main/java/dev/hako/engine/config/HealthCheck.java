package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.time.Duration;

/// How one finds out whether a container works.
///
/// @param command run by the container's shell; exit code 0 means that it works
/// @param interval between two tests
/// @param timeout after which a test has failed
/// @param retries how many failures in a row make the container unhealthy
/// @param startPeriod in which failures do not count
/// @param startInterval between two tests in the start period
public record HealthCheck(
        String command,
        Duration interval,
        Duration timeout,
        int retries,
        Duration startPeriod,
        Duration startInterval) {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    /// The values that Docker has, and hands on where 0 is given.
    public static final Duration INTERVAL = HALF_A_MINUTE;

    public static final Duration TIMEOUT = HALF_A_MINUTE;
    public static final int RETRIES = 3;
    public static final Duration START_INTERVAL = Duration.ofSeconds(5);

    public HealthCheck {
        if (command.isEmpty()) {
            throw Failure.invalid("a health check needs a command");
        }
        interval = interval.isZero() ? INTERVAL : interval;
        timeout = timeout.isZero() ? TIMEOUT : timeout;
        retries = retries == 0 ? RETRIES : retries;
        startInterval = startInterval.isZero() ? START_INTERVAL : startInterval;
    }

    /// The command, tested as Docker tests where nothing else is said.
    public static HealthCheck of(String command) {
        return new HealthCheck(command, INTERVAL, TIMEOUT, RETRIES, Duration.ZERO, START_INTERVAL);
    }
}
