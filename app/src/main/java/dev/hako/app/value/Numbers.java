package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.math.BigDecimal;
import java.util.function.Function;

/// Whole and decimal numbers with bounds.
public final class Numbers {
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(1_000_000);

    private Numbers() {}

    /// Reads whole numbers from `least` to `most`.
    public static Function<String, Integer> between(int least, int most) {
        return text -> (int) parse(text, least, most);
    }

    /// Reads whole numbers from `least` up.
    public static Function<String, Long> atLeast(long least) {
        return text -> parse(text, least, Long.MAX_VALUE);
    }

    /// Billionths of processors: `1.5` is 1,500,000,000.
    public static long nanoCpus(String text) {
        BigDecimal cpus;
        try {
            cpus = new BigDecimal(text.length() > 32 ? "" : text);
        } catch (NumberFormatException e) {
            throw Failure.invalid("not a number of processors, such as 1.5");
        }
        if (cpus.signum() < 0 || cpus.scale() > NANO_DIGITS || cpus.compareTo(MOST_CPUS) > 0) {
            throw Failure.invalid("not from 0 to 1000000 with at most 9 decimals");
        }
        return cpus.movePointRight(NANO_DIGITS).longValueExact();
    }

    private static long parse(String text, long least, long most) {
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Failure.invalid("not a whole number");
        }
        if (number < least || number > most) {
            throw Failure.invalid(
                    most == Long.MAX_VALUE
                            ? "less than " + least
                            : "not from " + least + " to " + most);
        }
        return number;
    }
}
