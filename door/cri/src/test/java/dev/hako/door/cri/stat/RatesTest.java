package dev.hako.door.cri.stat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final Rates<String> rates = new Rates<>(clock::get);

    @Test
    void knowsNothingAtFirst() {
        assertThat(rates.next("web", 5 * SECOND)).isEmpty();
    }

    @Test
    void tellsTheTimeUsedPerSecond() {
        assertThat(rates.next("web", SECOND)).isEmpty();
        clock.addAndGet(4 * SECOND);
        assertThat(rates.next("web", 3 * SECOND)).hasValue(SECOND / 2);
        clock.addAndGet(SECOND / 2);
        assertThat(rates.next("web", 4 * SECOND)).hasValue(SECOND / 2);
    }

    @Test
    void startsAnewWhenLessWasUsedThanBefore() {
        assertThat(rates.next("web", 9 * SECOND)).isEmpty();
        clock.addAndGet(2 * SECOND);
        assertThat(rates.next("web", SECOND)).isEmpty();
        clock.addAndGet(2 * SECOND);
        assertThat(rates.next("web", 3 * SECOND)).hasValue(SECOND);
    }
}
