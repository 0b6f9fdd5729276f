package dev.hako.compare.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrewTest {
    @Test
    void answersInTheOrderOfThePieces() {
        List<Integer> squares = Crew.of(3).gather(5, i -> i * i);
        assertThat(squares).containsExactly(0, 1, 4, 9, 16);
    }

    @Test
    void soManyWorkAtOnce() {
        CyclicBarrier all = new CyclicBarrier(4);
        Crew.of(4)
                .each(
                        8,
                        _ -> {
                            try {
                                all.await(10, TimeUnit.SECONDS);
                            } catch (Exception e) {
                                throw new IllegalStateException("not four at once", e);
                            }
                        });
        assertThat(all.isBroken()).isFalse();
    }

    @Test
    void whatFailsIsToldOnceTheOthersAreDone() {
        AtomicInteger done = new AtomicInteger();
        assertThatThrownBy(() ->
                        Crew.of(2)
                                .each(
                                        6,
                                        i -> {
                                            if (i == 1) {
                                                throw new IllegalArgumentException("bad");
                                            }
                                            done.incrementAndGet();
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bad");
        assertThat(done).hasValue(5);
    }
}
