package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveLimitsTest {
    private static final Resources LIMITS =
            Resources.NONE.with(r ->
                    r.memory(
                                    new MemoryResources(
                                            100L, null, 300L, null, null, null, false, false,
                                            false))
                            .pids(new Resources.Pids(-1)));

    @Test
    void leavesTheDevicesOfARunningContainerAsTheyAre() {
        CgroupLayout v1 = new CgroupLayout.V1(List.of(), Optional.empty());

        assertThat(LiveLimits.of(v1, LIMITS))
                .containsExactly(
                        new LimitWrite("memory", "memory.limit_in_bytes", "100"),
                        new LimitWrite("memory", "memory.memsw.limit_in_bytes", "300"),
                        new LimitWrite("pids", "pids.max", "max"));
    }

    @Test
    void countsSwapAloneInVersion2() {
        CgroupLayout v2 =
                new CgroupLayout.V2(new CgroupLayout.Unified(List.of(), "/sys/fs/cgroup", "/hako"));

        assertThat(LiveLimits.of(v2, LIMITS))
                .containsExactly(
                        new LimitWrite("memory", "memory.max", "100"),
                        new LimitWrite("memory", "memory.swap.max", "200"),
                        new LimitWrite("pids", "pids.max", "max"));
    }

    @Test
    void refusesWithTheRemedyWhereThereAreNoGroups() {
        assertThatThrownBy(
                        () -> LiveLimits.of(new CgroupLayout.None("none here", "get one"), LIMITS))
                .hasMessage("cannot apply \"limits\": none here; hint: get one");
    }
}
