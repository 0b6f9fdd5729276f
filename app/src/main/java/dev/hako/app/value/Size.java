package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bytes: `512m`, `1.5GiB`, `1048576`. The units `k m g t p` count in steps of 1024.
public final class Size {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,19}(?:\\.\\d{1,19})?) ?([kmgtp]?)(?:i?b)?");
    private static final String UNITS = "kmgtp";
    private static final String[] DECIMAL_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Size() {}

    /// Bytes, rounded down.
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw Failure.invalid("not a size, such as 512m or 1.5g");
        }
        int step = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        BigDecimal bytes =
                new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * step)));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw Failure.invalid("more than 8 EiB");
        }
        return bytes.setScale(0, RoundingMode.DOWN).longValueExact();
    }

    /// As [#parse], and `-1` for unlimited.
    public static long parseOrUnlimited(String text) {
        return text.equals("-1") ? -1 : parse(text);
    }

    /// Four digits at most in steps of 1000, as Docker shows sizes on disk: `1.09MB`.
    public static String decimal(long bytes) {
        return inUnits(bytes, 1000, DECIMAL_UNITS, 4);
    }

    /// Three digits at most in steps of 1000, as Docker shows traffic: `1.09kB`.
    public static String roughly(long bytes) {
        return inUnits(bytes, 1000, DECIMAL_UNITS, 3);
    }

    /// Four digits at most in steps of 1024, as Docker shows memory: `3.841GiB`.
    public static String binary(long bytes) {
        return inUnits(bytes, 1024, BINARY_UNITS, 4);
    }

    private static String inUnits(long bytes, int step, String[] units, int digits) {
        double value = bytes;
        int unit = 0;
        while (value >= step && unit < units.length - 1) {
            value /= step;
            unit++;
        }
        BigDecimal shown =
                BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros();
        return shown.toPlainString() + units[unit];
    }
}
