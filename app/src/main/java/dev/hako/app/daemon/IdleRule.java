package dev.hako.app.daemon;

import dev.hako.failure.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// When an idle engine leaves, and what it does before.
///
/// @param limit how long it stays; zero: for ever
/// @param needed whether something else than clients needs it
/// @param quiet for how long nothing has happened, whoever was behind it: the kubelet is no client
/// @param pastime what to do after the first seconds of every quiet time; it must not take long
public record IdleRule(
        Duration limit, BooleanSupplier needed, Supplier<Duration> quiet, Runnable pastime) {
    private static final Duration STANDARD = Duration.ofMinutes(10);
    private static final BigDecimal MOST_MINUTES = BigDecimal.valueOf(60 * 24 * 365);
    private static final BigDecimal MILLIS_A_MINUTE = BigDecimal.valueOf(60_000);

    /// Reads `HAKO_IDLE_MINUTES`: a number of minutes, decimals allowed; 0 for ever.
    ///
    /// @param minutes null or empty: 10
    public static Duration limit(@Nullable String minutes) {
        if (minutes == null || minutes.isEmpty()) {
            return STANDARD;
        }
        if (!minutes.matches("\\d{1,6}(\\.\\d{1,6})?")
                || new BigDecimal(minutes).compareTo(MOST_MINUTES) > 0) {
            throw Failure.invalid("HAKO_IDLE_MINUTES is \"" + minutes + "\", no number of minutes");
        }
        return Duration.ofMillis(new BigDecimal(minutes).multiply(MILLIS_A_MINUTE).longValue());
    }
}
