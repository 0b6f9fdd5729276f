package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Pattern;

/// Points in time as `--since` and `--until` take them: RFC 3339, a local date or date and time,
/// Unix seconds, or a Go duration before now.
public final class Moment {
    private static final Pattern UNIX = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern DATE_TIME =
            Pattern.compile(DATE + "T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?");

    private Moment() {}

    /// The moment that `text` names.
    ///
    /// @param now what durations are counted from
    /// @param zone the user's, for times that name none
    public static Instant parse(String text, Instant now, ZoneId zone) {
        try {
            if (UNIX.matcher(text).matches()) {
                return unix(new BigDecimal(text));
            } else if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            } else if (DATE_TIME.matcher(text).matches()) {
                return LocalDateTime.parse(text).atZone(zone).toInstant();
            } else if (text.indexOf('T') > 0) {
                return OffsetDateTime.parse(text).toInstant();
            }
            return now.minus(Durations.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw Failure.invalid("no such point in time");
        }
    }

    private static Instant unix(BigDecimal seconds) {
        return Instant.ofEpochSecond(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
}
