package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How one finds out whether a container works. What it does not say (an empty test, times and
/// counts of 0) is up to the image, and then to [#STANDARD].
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

    /// Docker's times and counts, without a test.
    public static final HealthCheck STANDARD =
            new HealthCheck(
                    List.of(),
                    HALF_A_MINUTE,
                    HALF_A_MINUTE,
                    3,
                    Duration.ZERO,
                    Duration.ofSeconds(5));

    public HealthCheck {
        test = List.copyOf(test);
        if (!test.isEmpty()
                && !isNone(test)
                && (test.size() < 2 || !KINDS.contains(test.getFirst()))) {
            throw Failure.invalid("a health check needs a command");
        }
    }

    /// A line for the shell, tested as Docker tests where nothing else is said.
    public static HealthCheck of(String line) {
        return STANDARD.testedBy(shell(line));
    }

    /// The test that is a line for the container's shell.
    public static List<String> shell(String line) {
        return line.isEmpty() ? List.of() : List.of(SHELL, line);
    }

    /// No test, whatever the image says.
    public static HealthCheck none() {
        return STANDARD.testedBy(List.of(NONE));
    }

    private HealthCheck testedBy(List<String> words) {
        return new HealthCheck(words, interval, timeout, retries, startPeriod, startInterval);
    }

    /// The same, and what another says where this one says nothing.
    public HealthCheck or(HealthCheck other) {
        return new HealthCheck(
                test.isEmpty() ? other.test : test,
                or(interval, other.interval),
                or(timeout, other.timeout),
                retries == 0 ? other.retries : retries,
                or(startPeriod, other.startPeriod),
                or(startInterval, other.startInterval));
    }

    private static Duration or(Duration time, Duration other) {
        return time.isZero() ? other : time;
    }

    /// Whether something is to be run.
    public boolean tests() {
        return !test.isEmpty() && !isNone();
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
