package dev.hako.engine.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// The time that a line of a log begins with (RFC 3339, in UTC).
final class LogTime {
    /// As the monitor writes it.
    private static final String FORM = "0000-00-00T00:00:00.000000000Z";

    private LogTime() {}

    /// Reads the first bytes of a line. The monitor's own form is read digit by digit: a general
    /// parser would take most of the time in which a log is read.
    static Optional<Instant> parse(byte[] line, int length) {
        try {
            return Optional.of(
                    hasForm(line, length) ? read(line) : Instant.parse(text(line, length)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static boolean hasForm(byte[] line, int length) {
        if (length != FORM.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char form = FORM.charAt(i);
            if (form == '0' ? line[i] < '0' || line[i] > '9' : line[i] != form) {
                return false;
            }
        }
        return true;
    }

    private static Instant read(byte[] line) {
        LocalDate date = LocalDate.of(number(line, 0, 4), number(line, 5, 2), number(line, 8, 2));
        int nanos = number(line, 20, 9);
        LocalTime time =
                LocalTime.of(number(line, 11, 2), number(line, 14, 2), number(line, 17, 2), nanos);
        return Instant.ofEpochSecond(date.toEpochSecond(time, ZoneOffset.UTC), nanos);
    }

    private static int number(byte[] line, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = 10 * number + line[i] - '0';
        }
        return number;
    }

    private static String text(byte[] line, int length) {
        return new String(line, 0, length, StandardCharsets.US_ASCII);
    }
}
