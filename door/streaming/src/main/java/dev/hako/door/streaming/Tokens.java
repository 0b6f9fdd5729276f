package dev.hako.door.streaming;

import dev.hako.door.streaming.session.Call;
import dev.hako.failure.Failure;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What clients may ask for. Each token works once, for a while.
final class Tokens {
    static final int MAX = 1000;

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final long lifeNanos;
    private final LongSupplier nanos;

    /// In the order in which they expire.
    private final Map<String, Promise> promises = new LinkedHashMap<>();

    /// @param nanos a clock that only goes forward
    Tokens(Duration life, LongSupplier nanos) {
        this.lifeNanos = life.toNanos();
        this.nanos = nanos;
    }

    private record Promise(Call call, long until) {}

    /// A new token, of letters, digits, `-` and `_`.
    ///
    /// @throws Failure `EXHAUSTED` if too many wait for their clients
    synchronized String give(Call call) {
        expire();
        if (promises.size() >= MAX) {
            throw Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "cannot prepare another " + call.word() + ": " + MAX + " wait for use")
                    .hint("a token that is not used expires by itself");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        promises.put(token, new Promise(call, nanos.getAsLong() + lifeNanos));
        return token;
    }

    /// What a token is for, once.
    synchronized Optional<Call> take(String token) {
        expire();
        return Optional.ofNullable(promises.remove(token)).map(Promise::call);
    }

    private void expire() {
        long now = nanos.getAsLong();
        promises.values().removeIf(promise -> promise.until - now <= 0);
    }
}
