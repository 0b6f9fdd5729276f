package dev.hako.app.container;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.app.value.Durations;
import dev.hako.app.value.Numbers;
import dev.hako.engine.config.HealthCheck;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one finds out whether the container works.
final class HealthFlags {
    private static final int MOST_RETRIES = 1_000_000;
    private static final Option<String> COMMAND =
            Option.text("--health-cmd", "COMMAND_LINE", "Shell command that tests its health");
    private static final Option<Duration> INTERVAL =
            time("--health-interval", "Time between two tests; 30s if not given");
    private static final Option<Duration> TIMEOUT =
            time("--health-timeout", "Time after which a test has failed; 30s if not given");
    private static final Option<Integer> RETRIES =
            Option.of(
                    "--health-retries",
                    "NUMBER",
                    Numbers.between(0, MOST_RETRIES),
                    "Failures in a row that make it unhealthy; 3 if not given");
    private static final Option<Duration> START_PERIOD =
            time("--health-start-period", "Time in which failures do not count; 0s if not given");
    private static final Option<Duration> START_INTERVAL =
            time("--health-start-interval", "Time between tests in it; 5s if not given");
    private static final Option<Boolean> NONE =
            Option.flag("--no-healthcheck", "Do not test its health, whatever the image says");

    private static final List<Option<?>> TESTS =
            List.of(COMMAND, INTERVAL, TIMEOUT, RETRIES, START_PERIOD, START_INTERVAL);

    static final List<Option<?>> ALL =
            List.of(COMMAND, INTERVAL, TIMEOUT, RETRIES, START_PERIOD, START_INTERVAL, NONE);

    private HealthFlags() {}

    private static Option<Duration> time(String name, String help) {
        return Option.of(name, "DURATION", HealthFlags::duration, help);
    }

    private static Duration duration(String text) {
        Duration duration = Durations.parse(text);
        if (!duration.isZero() && duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw Failure.invalid("must be 0s or at least 1ms");
        }
        return duration;
    }

    /// What is not given is as the image says.
    static Optional<HealthCheck> read(ParsedLine line) {
        boolean asked = TESTS.stream().anyMatch(line::has);
        if (line.flag(NONE)) {
            if (asked) {
                throw UsageException.of("--no-healthcheck conflicts with --health-* options");
            }
            return Optional.of(HealthCheck.none());
        }
        return asked ? Optional.of(check(line)) : Optional.empty();
    }

    private static HealthCheck check(ParsedLine line) {
        return new HealthCheck(
                HealthCheck.shell(line.value(COMMAND).orElse("")),
                line.value(INTERVAL).orElse(Duration.ZERO),
                line.value(TIMEOUT).orElse(Duration.ZERO),
                line.value(RETRIES).orElse(0),
                line.value(START_PERIOD).orElse(Duration.ZERO),
                line.value(START_INTERVAL).orElse(Duration.ZERO));
    }
}
