package dev.hako.image.registry.authentication;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/// What a token server gives.
///
/// @param value as it is shown to the registry
/// @param end when it is of no more use
record Token(String value, Instant end) {
    private static final int MOST_CHARS = 1 << 16;
    private static final Pattern FORM = Pattern.compile("[!-~]++");

    /// Servers that say nothing mean a minute.
    private static final long STANDARD_SECONDS = 60;

    private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();

    /// It has to outlast the way to the registry.
    private static final long MARGIN_SECONDS = 5;

    Token {
        Require.that(value.length() <= MOST_CHARS, "token", "has more than 65536 characters");
        Require.that(FORM.matcher(value).matches(), "token", "has other characters than a token's");
    }

    /// Counted from now: the two clocks need not agree.
    static Token read(JsonObject in, Instant now) {
        String value = in.optional("token", STRING);
        long seconds = in.optional("expires_in", INT64, STANDARD_SECONDS);
        long bounded = Math.clamp(seconds, 0, MOST_SECONDS);
        return new Token(
                value == null ? in.required("access_token", STRING) : value,
                now.plusSeconds(Math.max(bounded - MARGIN_SECONDS, bounded / 2)));
    }

    boolean isGood(Instant now) {
        return now.isBefore(end);
    }

    @Override
    public String toString() {
        return "token until " + end;
    }
}
