package dev.hako.compare.figure;

import java.util.Locale;

/// What a number counts, and how a person reads it.
public enum Unit {
    /// Microseconds.
    TIME,
    /// Bytes.
    MEMORY,
    /// So many a second.
    RATE,
    /// A plain number.
    NUMBER;

    private static final double KIBI = 1024;
    private static final double KILO = 1000;

    /// The number with three digits that matter and a unit of fitting size, such as `6.41 ms`.
    public String format(double value) {
        return switch (this) {
            case TIME ->
                    Math.abs(value) < 1 && value != 0
                            ? digits(value * KILO) + " ns"
                            : scaled(value, KILO, "µs", "ms", "s");
            case MEMORY -> scaled(value, KIBI, "B", "KiB", "MiB", "GiB");
            case RATE -> digits(value) + "/s";
            case NUMBER -> digits(value);
        };
    }

    private static String scaled(double value, double step, String... names) {
        double rest = value;
        int name = 0;
        while (Math.abs(rest) >= step && name < names.length - 1) {
            rest /= step;
            name++;
        }
        return digits(rest) + " " + names[name];
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
