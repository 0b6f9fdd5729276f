package dev.hako.bench.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
    private static final String STAT =
            "42 (a) b) S 1 42 42 0 -1 4194560 1 0 0 0 7 3 0 0 20 0 1 0 100 1 1 1";

    @Test
    void readsUserAndSystemTimeBehindANameThatMayHoldAnything() {
        assertThat(CpuTime.parse(STAT)).isEqualTo(new CpuTime(70_000_000, 30_000_000));
    }

    @Test
    void subtractsWhatWasUsedEarlier() {
        CpuTime since = new CpuTime(70, 30).since(new CpuTime(60, 10));
        assertThat(since).isEqualTo(new CpuTime(10, 20));
    }
}
