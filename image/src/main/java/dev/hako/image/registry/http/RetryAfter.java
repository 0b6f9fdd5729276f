package dev.hako.image.registry.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// For how long a server does not want to be asked again (RFC 9110, section 10.2.3).
final class RetryAfter {
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    static Optional<Duration> of(Reply reply, Instant now) {
        return reply.header("Retry-After").flatMap(text -> parse(text.strip(), now));
    }

    private static Optional<Duration> parse(String text, Instant now) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long seconds = text.length() > MOST_DIGITS ? Integer.MAX_VALUE : Long.parseLong(text);
            return Optional.of(Duration.ofSeconds(seconds));
        }
        try {
            Instant then =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration left = Duration.between(now, then);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
