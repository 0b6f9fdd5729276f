package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as Go writes them: `1h30m`, `1.5s`, `300ms`.
public final class Durations {
    private static final Pattern PART =
            Pattern.compile("\\G(\\d{1,12}(?:\\.\\d{0,9})?|\\.\\d{1,9})(ns|us|µs|ms|s|m|h)");
    private static final long SECONDS_A_MINUTE = 60;

    private Durations() {}

    /// One or more numbers, each with its unit.
    public static Duration parse(String text) {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.equals("0")) {
            return Duration.ZERO;
        }
        Matcher part = PART.matcher(digits);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find()) {
            sum = sum.plus(nanos(part.group(1), part.group(2)));
            end = part.end();
        }
        if (end == 0 || end < digits.length()) {
            throw Failure.invalid("not a duration, such as 1h30m or 10s");
        }
        return text.startsWith("-") ? sum.negated() : sum;
    }

    private static Duration nanos(String number, String unit) {
        long scale =
                switch (unit) {
                    case "ns" -> 1L;
                    case "us", "µs" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 1_000_000_000L * SECONDS_A_MINUTE;
                    default -> 1_000_000_000L * SECONDS_A_MINUTE * SECONDS_A_MINUTE;
                };
        BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(scale));
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
    }

    /// How long something has lasted, roughly, as Docker says it: `About a minute`, `3 days`.
    public static String roughly(Duration span) {
        long seconds = span.toSeconds();
        long hours = Math.round(seconds / 3600.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        } else if (seconds < 3600) {
            return seconds < 120 ? "About a minute" : seconds / 60 + " minutes";
        } else if (hours < 48) {
            return hours == 1 ? "About an hour" : hours + " hours";
        } else if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        } else if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }
}
