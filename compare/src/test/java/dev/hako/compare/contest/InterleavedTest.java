package dev.hako.compare.contest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterleavedTest {
    private final List<String> turns = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;

    @Test
    void eachRoundBeginsWithAnotherContender() {
        run(3, Duration.ofDays(1), contender("a", 0), contender("b", 0), contender("c", 0));
        assertThat(String.join("", turns)).isEqualTo("abc" + "bca" + "cab");
    }

    @Test
    void eachIsWarmedUpBeforeTheFirstRoundAndThatDoesNotCount() {
        var measured = run(2, Duration.ofDays(1), contender("a", 3), contender("b", 1));
        assertThat(String.join("", turns)).isEqualTo("aaab" + "ab" + "ba");
        assertThat(measured.get("a")).extracting(m -> m.runs().size()).isEqualTo(2);
    }

    @Test
    void noRoundBeginsAfterTheLimitButTheFirst() {
        run(100, Duration.ofSeconds(3), contender("a", 0));
        assertThat(turns).hasSize(4);
        turns.clear();
        run(100, Duration.ofSeconds(-1), contender("a", 0));
        assertThat(turns).hasSize(1);
    }

    @Test
    void nothingBeginsWhenItIsOver() {
        var measured =
                new Interleaved(9, Duration.ofDays(1), clock, () -> turns.size() >= 4)
                        .run(List.of(contender("a", 1), contender("b", 1), contender("c", 1)));
        assertThat(String.join("", turns)).isEqualTo("abc" + "a");
        assertThat(measured).containsOnlyKeys("a");
    }

    @Test
    void whatEachCostIsKeptByItsName() {
        var measured = run(2, Duration.ofDays(1), contender("a", 0), contender("bb", 0));
        assertThat(measured).containsOnlyKeys("a", "bb");
        assertThat(measured.get("bb"))
                .extracting(m -> m.wall().median(), m -> m.cpu().median())
                .containsExactly(2.0, 20.0);
    }

    private Map<String, Measures> run(int rounds, Duration limit, Contender... contenders) {
        return new Interleaved(rounds, limit, clock).run(List.of(contenders));
    }

    /// Takes a second for each run, and measures the length of its name.
    private Contender contender(String name, int warmUps) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int warmUps() {
                return warmUps;
            }

            @Override
            public Measure run() {
                turns.add(name);
                now = now.plusSeconds(1);
                return new Measure(name.length(), 10 * name.length());
            }

            @Override
            public void close() {}
        };
    }
}
