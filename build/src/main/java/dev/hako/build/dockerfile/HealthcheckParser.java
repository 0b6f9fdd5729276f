package dev.hako.build.dockerfile;

import dev.hako.build.dockerfile.Instruction.Healthcheck;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `HEALTHCHECK [flags] CMD command` and `HEALTHCHECK NONE`.
final class HealthcheckParser {
    private static final Set<String> FLAGS =
            Set.of("interval", "timeout", "start-period", "start-interval", "retries");
    private static final Map<String, Long> UNITS =
            Map.of(
                    "ns",
                    1L,
                    "us",
                    1_000L,
                    "ms",
                    1_000_000L,
                    "s",
                    1_000_000_000L,
                    "m",
                    60_000_000_000L,
                    "h",
                    3_600_000_000_000L);
    private static final Pattern PART =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h)");
    private static final Duration LEAST = Duration.ofMillis(1);

    private final LogicalLine line;
    private final Flags flags;

    private HealthcheckParser(LogicalLine line, Flags flags) {
        this.line = line;
        this.flags = flags;
    }

    static Healthcheck parse(LogicalLine line, char escape) {
        return new HealthcheckParser(line, Flags.read(line, escape, FLAGS)).check();
    }

    private Healthcheck check() {
        String[] words = flags.arguments().split("\\s+", 2);
        String rest = words.length < 2 ? "" : words[1].strip();
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "NONE" -> none(rest);
            case "CMD" -> command(rest);
            default -> throw line.invalid("what follows is neither CMD nor NONE");
        };
    }

    private Healthcheck none(String rest) {
        if (!rest.isEmpty() || !flags.values().isEmpty()) {
            throw line.invalid("NONE has neither flags nor a command");
        }
        return new Healthcheck(Optional.empty(), timing());
    }

    private Healthcheck command(String text) {
        if (text.isEmpty()) {
            throw line.invalid("there is no command behind CMD");
        }
        Command command =
                ExecForm.read(text)
                        .<Command>map(Command.Exec::new)
                        .orElseGet(() -> new Command.Shell(text, line.documents()));
        return new Healthcheck(Optional.of(command), timing());
    }

    private Healthcheck.Timing timing() {
        return new Healthcheck.Timing(
                duration("interval"),
                duration("timeout"),
                duration("start-period"),
                duration("start-interval"),
                retries());
    }

    private Optional<Integer> retries() {
        Optional<String> value = flags.value("retries");
        if (value.isPresent() && !value.get().matches("[0-9]{1,9}")) {
            throw line.invalid("\"" + value.get() + "\" of \"--retries\" is no number");
        }
        return value.map(Integer::valueOf);
    }

    /// As Go writes them: `1m30s`; 0 stands for whatever is usual.
    private Optional<Duration> duration(String name) {
        Optional<String> value = flags.value(name);
        if (value.isEmpty() || value.get().equals("0")) {
            return Optional.empty();
        }
        Duration all = Duration.ZERO;
        Matcher matcher = PART.matcher(value.get());
        int end = 0;
        while (end < value.get().length() && matcher.find(end) && matcher.start() == end) {
            BigDecimal unit = BigDecimal.valueOf(UNITS.getOrDefault(matcher.group(2), 0L));
            BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(unit);
            all = all.plusNanos(nanos.longValue());
            end = matcher.end();
        }
        if (end < value.get().length() || all.compareTo(LEAST) < 0) {
            throw line.invalid(
                    "\"%s\" of \"--%s\" is no time of a millisecond or more, such as 1m30s"
                            .formatted(value.get(), name));
        }
        return Optional.of(all);
    }
}
