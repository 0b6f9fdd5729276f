package dev.hako.door.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.door.streaming.session.Call;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Call CALL = new Call.PortForward("pod", List.of());

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Tokens tokens = new Tokens(Duration.ofNanos(10), clock::get);

    @Test
    void aTokenWorksOnce() {
        String token = tokens.give(CALL);
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(tokens.take(token)).contains(CALL);
        assertThat(tokens.take(token)).isEmpty();
    }

    @Test
    void aTokenExpires() {
        String token = tokens.give(CALL);
        clock.addAndGet(10);
        assertThat(tokens.take(token)).isEmpty();
    }

    @Test
    void theirNumberIsLimitedUntilSomeExpire() {
        for (int i = 0; i < Tokens.MAX; i++) {
            tokens.give(CALL);
        }
        assertThatThrownBy(() -> tokens.give(CALL))
                .isInstanceOfSatisfying(
                        Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.EXHAUSTED));
        clock.addAndGet(10);
        assertThat(tokens.give(CALL)).isNotEmpty();
    }
}
