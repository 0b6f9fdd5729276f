package dev.hako.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    @Test
    void returnsOnceTheConditionHolds() {
        var asked = new AtomicInteger();
        Await.until("three", Duration.ofSeconds(10), () -> asked.incrementAndGet() == 3);
        assertThat(asked).hasValue(3);
    }

    @Test
    void failsWithWhatItWaitedForAfterTheDeadline() {
        assertThatThrownBy(() -> Await.until("the moon", Duration.ofMillis(1), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited for the moon more than 1 ms");
    }

    @Test
    void keepsTheCauseOfAConditionThatThrows() {
        assertThatThrownBy(() -> Await.until("a file", Duration.ofSeconds(1), AwaitTest::refuse))
                .isInstanceOf(AssertionError.class)
                .hasMessage("cannot wait for a file")
                .hasRootCauseMessage("gone");
    }

    private static boolean refuse() throws IOException {
        throw new IOException("gone");
    }
}
