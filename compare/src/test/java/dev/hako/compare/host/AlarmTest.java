package dev.hako.compare.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AlarmTest {
    @Test
    void endsWorkThatHangs() {
        AtomicBoolean rung = new AtomicBoolean();
        CountDownLatch never = new CountDownLatch(1);
        try (Alarm _ = Alarm.after(Duration.ofMillis(1), () -> rung.set(true))) {
            assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class);
        }
        assertThat(rung).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void doesNotRingOnceItIsClosed() {
        AtomicBoolean rung = new AtomicBoolean();
        try (Alarm _ = Alarm.after(Duration.ofDays(1), () -> rung.set(true))) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertThat(rung).isFalse();
    }
}
