package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How one finds out whether a container works.
///
/// @param test as Docker has it: `CMD` and a command, `CMD-SHELL` and a line for the container's
///   shell, or `NONE`; exit code 0 means that it works
/// @param interval between two tests
/// @param timeout after which a test has failed
/// @param retries how many failures in a row make the container unhealthy
/// @param startPeriod in which failures do not count
/// @param startInterval between two tests in the start period
public record HealthCheck(
        List<String> test,
        Duration interval,
        Duration timeout,
        int retries,
        Duration startPeriod,
        Duration startInterval) {
    private static final String NONE = "NONE";
    private static final String SHELL = "CMD-SHELL";
    private static final List<String> KINDS = List.of("CMD", SHELL);
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    /// The values that Docker has, and hands on where 0 is given.
    public static final Duration INTERVAL = HALF_A_MINUTE;

    public static final Duration TIMEOUT = HALF_A_MINUTE;
    public static final int RETRIES = 3;
    public static final Duration START_INTERVAL = Duration.ofSeconds(5);

    public HealthCheck {
        test = List.copyOf(test);
        if (!isNone(test) && (test.size() < 2 || !KINDS.contains(test.getFirst()))) {
            throw Failure.invalid("a health check needs a command");
        }
        interval = interval.isZero() ? INTERVAL : interval;
        timeout = timeout.isZero() ? TIMEOUT : timeout;
        retries = retries == 0 ? RETRIES : retries;
        startInterval = startInterval.isZero() ? START_INTERVAL : startInterval;
    }

    /// A line for the shell, tested as Docker tests where nothing else is said.
    public static HealthCheck of(String line) {
        return new HealthCheck(
                shell(line), INTERVAL, TIMEOUT, RETRIES, Duration.ZERO, START_INTERVAL);
    }

    /// The test that is a line for the container's shell.
    public static List<String> shell(String line) {
        return line.isEmpty() ? List.of() : List.of(SHELL, line);
    }

    /// No test, whatever the image says.
    public static HealthCheck none() {
        return new HealthCheck(
                List.of(NONE), INTERVAL, TIMEOUT, RETRIES, Duration.ZERO, START_INTERVAL);
    }

    /// Whether nothing is tested.
    public boolean isNone() {
        return isNone(test);
    }

    private static boolean isNone(List<String> test) {
        return test.equals(List.of(NONE));
    }

    /// What is run in the container.
    public List<String> command() {
        List<String> command = new ArrayList<>(test.subList(1, test.size()));
        if (test.getFirst().equals(SHELL)) {
            command.addAll(0, List.of("/bin/sh", "-c"));
        }
        return command;
    }
}
