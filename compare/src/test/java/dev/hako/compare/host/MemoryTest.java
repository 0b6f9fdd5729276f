package dev.hako.compare.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void readsAFieldInKibibytes() {
        List<String> lines =
                List.of("Rss:     123 kB", "Pss:                  20 kB", "Pss_Dirty: 1 kB");
        assertThat(Memory.field(lines, "Pss:")).isEqualTo(20 * 1024);
    }

    @Test
    void aFieldThatThisKernelLacksIsNothing() {
        assertThat(Memory.field(List.of("Slab: 1 kB"), "Percpu:")).isZero();
    }

    @Test
    void knowsItsOwnSizeAndNotThatOfTheGone() {
        assertThat(Memory.proportional(ProcessHandle.current().pid()).orElseThrow())
                .isGreaterThan(1024 * 1024);
        assertThat(Memory.proportional(Integer.MAX_VALUE)).isEmpty();
    }
}
