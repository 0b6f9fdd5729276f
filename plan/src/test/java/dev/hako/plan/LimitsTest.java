package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Arch;
import dev.hako.oci.runtime.BlockIoResources;
import dev.hako.oci.runtime.BlockIoResources.ThrottleDevice;
import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static List<String> v1(Resources resources) {
        return lines(LimitsV1.of(resources, new PlanBuilder(Arch.X86_64)::note));
    }

    private static List<String> v2(Resources resources) {
        return lines(LimitsV2.of(resources, new PlanBuilder(Arch.X86_64)::note));
    }

    private static List<String> lines(List<LimitWrite> writes) {
        return writes.stream().map(write -> write.file() + "=" + write.value()).toList();
    }

    private static Resources memory(@Nullable Long limit, @Nullable Long swap) {
        return Resources.NONE.with(r ->
                r.memory(
                        new MemoryResources(
                                limit, null, swap, null, null, null, false, false, false)));
    }

    private static Resources cpu(
            @Nullable Long shares, @Nullable Long quota, @Nullable Long period) {
        return Resources.NONE.with(r ->
                r.cpu(new CpuResources(shares, quota, null, period, null, null, null, null, null)));
    }

    @Test
    void countsSwapWithMemoryInVersion1AndAloneInVersion2() {
        assertThat(v1(memory(100L, 300L)))
                .containsExactly("memory.limit_in_bytes=100", "memory.memsw.limit_in_bytes=300");
        assertThat(v2(memory(100L, 300L))).containsExactly("memory.max=100", "memory.swap.max=200");
        assertThat(v2(memory(100L, -1L))).containsExactly("memory.max=100", "memory.swap.max=max");
        assertThat(v2(memory(-1L, null))).containsExactly("memory.max=max", "memory.swap.max=max");
    }

    @Test
    void refusesSwapThatIsLessThanMemory() {
        assertThatThrownBy(() -> v2(memory(300L, 100L)))
                .hasMessage(
                        "cannot apply \"memory.swap\": it includes memory, whose limit is higher");
        assertThatThrownBy(() -> v2(memory(null, 100L)))
                .hasMessage("cannot apply \"memory.swap\": it includes memory, which has no limit");
    }

    @Test
    void writesThePeriodBeforeTheQuota() {
        assertThat(v1(cpu(512L, 50_000L, 100_000L)))
                .containsExactly(
                        "cpu.shares=512", "cpu.cfs_period_us=100000", "cpu.cfs_quota_us=50000");
        assertThat(v2(cpu(null, 50_000L, 100_000L))).containsExactly("cpu.max=50000 100000");
        assertThat(v2(cpu(null, -1L, null))).containsExactly("cpu.max=max");
        assertThat(v2(cpu(null, null, 20_000L))).containsExactly("cpu.max=max 20000");
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "1024, 100", "262144, 10000", "0, 1", "999999, 10000", "512, 59"})
    void keepsTheRankOfShares(long shares, long weight) {
        assertThat(LimitsV2.weight(shares)).isEqualTo(weight);
    }

    @Test
    void limitsBlockDevicesInBothVersions() {
        var device = new BlockIoResources.WeightDevice(8, 16, 700, null);
        var rate = new ThrottleDevice(8, 0, 1 << 20);
        Resources resources =
                Resources.NONE.with(r ->
                        r.blockIo(
                                new BlockIoResources(
                                        500,
                                        null,
                                        List.of(device),
                                        List.of(rate),
                                        List.of(),
                                        List.of(),
                                        List.of(rate))));
        assertThat(v1(resources))
                .containsExactly(
                        "blkio.weight=500",
                        "blkio.weight_device=8:16 700",
                        "blkio.throttle.read_bps_device=8:0 1048576",
                        "blkio.throttle.write_iops_device=8:0 1048576");
        assertThat(v2(resources))
                .containsExactly(
                        "io.weight=4950",
                        "io.weight=8:16 6970",
                        "io.max=8:0 rbps=1048576",
                        "io.max=8:0 wiops=1048576");
    }

    @Test
    void writesUnifiedFilesOnlyInVersion2() {
        Resources resources =
                Resources.NONE.with(r -> r.unified(Map.of("memory.high", "5", "io.max", "a\nb")));
        assertThat(v2(resources)).containsExactly("io.max=a", "io.max=b", "memory.high=5");
        assertThatThrownBy(() -> v1(resources))
                .hasMessageStartingWith(
                        "cannot set limit \"io.max\": this machine has cgroup version 1");
    }

    @Test
    void refusesWhatVersion2Lacks() {
        Resources swappiness =
                Resources.NONE.with(r ->
                        r.memory(
                                new MemoryResources(
                                        null, null, null, null, null, 10L, false, false, false)));
        assertThatThrownBy(() -> v2(swappiness))
                .hasMessage(
                        "cannot set limit \"memory.swappiness\": cgroup version 2 has no such limit"
                                + " (cgroup controller \"memory\"); hint: leave it out, or use a"
                                + " machine with cgroup version 1");
    }

    @Test
    void namesTheControllerThatIsMissing() {
        Resources huge =
                Resources.NONE.with(
                        r -> r.hugepageLimits(List.of(new Resources.HugepageLimit("2MB", 1))));
        for (CgroupLayout layout : List.of(Launches.V1, Launches.V2)) {
            var spec =
                    Launches.linux(
                            Launches.dockerLike(), linux -> linux.with(l -> l.resources(huge)));
            ContainerLaunch launch = Launches.launch(Launches.host(layout), spec);
            assertThatThrownBy(() -> ContainerPlan.compile(launch))
                    .hasMessageStartingWith("cannot set limit \"hugetlb.2MB.")
                    .hasMessageContaining("(cgroup controller \"hugetlb\"); hint: ");
        }
    }
}
