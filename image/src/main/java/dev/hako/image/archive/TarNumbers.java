package dev.hako.image.archive;

import dev.hako.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// The numbers of tar headers, foreign and checked.
final class TarNumbers {
    /// The bit that a base-256 number begins with.
    private static final int BASE_256 = 0x80;

    private static final long MAX_SECONDS = 1L << 40;
    private static final int NANO_DIGITS = 9;

    private TarNumbers() {}

    /// Octal digits between blanks, or GNU's big-endian bytes with the first bit set.
    static long number(byte[] header, int at, int length) {
        if ((header[at] & BASE_256) != 0) {
            return base256(header, at, length);
        }
        long value = 0;
        boolean ended = false;
        for (int i = at; i < at + length; i++) {
            boolean blank = header[i] == ' ' || header[i] == 0;
            boolean digit = header[i] >= '0' && header[i] <= '7';
            if (!blank && (!digit || ended)) {
                throw Failure.invalid("it is no tar archive, or is damaged");
            }
            ended |= blank && value > 0;
            value = digit ? value << 3 | header[i] - '0' : value;
        }
        return value;
    }

    private static long base256(byte[] header, int at, int length) {
        boolean negative = (header[at] & 0x40) != 0;
        long value = negative ? header[at] : header[at] & 0x3f;
        for (int i = at + 1; i < at + length; i++) {
            if (value >>> 54 != 0 && !negative) {
                throw damaged("a number of more than 62 bits");
            }
            value = value << 8 | header[i] & 0xff;
        }
        return value;
    }

    /// Decimal digits and nothing else.
    static long decimal(byte[] text) {
        return decimal(text, 0, text.length);
    }

    /// The same of a part.
    static long decimal(byte[] text, int from, int end) {
        if (end <= from || end - from > 18) {
            throw damaged("a number of " + (end - from) + " digits");
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            if (text[i] < '0' || text[i] > '9') {
                throw damaged("a number with other characters than digits");
            }
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    /// Seconds since 1970 with any number of decimals, as pax has them.
    static Instant time(byte[] text) {
        boolean negative = text.length > 0 && text[0] == '-';
        int point = new String(text, StandardCharsets.ISO_8859_1).indexOf('.');
        int end = point < 0 ? text.length : point;
        long seconds = decimal(text, negative ? 1 : 0, end);
        long nanos = point < 0 ? 0 : nanos(text, point + 1);
        Instant time = seconds(negative ? -seconds : seconds);
        return negative ? time.minusNanos(nanos) : time.plusNanos(nanos);
    }

    private static long nanos(byte[] text, int from) {
        long nanos = 0;
        for (int i = 0; i < Math.max(NANO_DIGITS, text.length - from); i++) {
            int digit = from + i < text.length ? text[from + i] - '0' : 0;
            if (digit < 0 || digit > 9) {
                throw damaged("a time that is no number");
            }
            nanos = i < NANO_DIGITS ? nanos * 10 + digit : nanos;
        }
        return nanos;
    }

    /// Seconds since 1970, in a range that calendars and file systems have.
    static Instant seconds(long value) {
        if (Math.abs(value) > MAX_SECONDS) {
            throw damaged("a time in the year of " + value + " seconds");
        }
        return Instant.ofEpochSecond(value);
    }

    static Failure damaged(String what) {
        return Failure.invalid("the archive is damaged: " + what);
    }
}
