package dev.hako.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.MountInfo;
import dev.hako.kernel.NativePath;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Hosts of every layout, as the texts they show.
class CgroupHostTest {
    private static final String LEGACY_MOUNTS =
            """
            31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
            33 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            34 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
            """;
    private static final String LEGACY_MEMBERSHIP =
            """
            3:name=systemd:/
            2:memory:/service/abc
            1:cpu,cpuacct:/
            """;

    private static CgroupHost host(String mounts, String membership) {
        return CgroupHost.of(MountInfo.parse(mounts), membership);
    }

    @Test
    void findsControllersOfVersion1() {
        CgroupHost host = host(LEGACY_MOUNTS, LEGACY_MEMBERSHIP);
        assertThat(host.layout()).isEqualTo(CgroupHost.Layout.LEGACY);
        assertThat(host.hierarchies()).hasSize(3);
        Hierarchy memory = host.controlling("memory").orElseThrow();
        assertThat(memory.version()).isEqualTo(Hierarchy.Version.V1);
        assertThat(memory.own().orElseThrow()).hasToString("/sys/fs/cgroup/memory/service/abc");
        assertThat(host.controlling("cpuacct")).isEqualTo(host.controlling("cpu"));
        assertThat(host.controlling("pids")).isEmpty();
        assertThat(host.unified()).isEmpty();
        Hierarchy named = host.controlling("name=systemd").orElseThrow();
        assertThat(named.own().orElseThrow()).hasToString("/sys/fs/cgroup/systemd");
    }

    @Test
    void tellsAHybridHost() {
        CgroupHost host =
                host(
                        LEGACY_MOUNTS
                                + "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
                        LEGACY_MEMBERSHIP + "0::/\n");
        assertThat(host.layout()).isEqualTo(CgroupHost.Layout.HYBRID);
        assertThat(host.unified().orElseThrow().root()).hasToString("/sys/fs/cgroup/unified");
    }

    @Test
    void tellsAUnifiedHost() {
        CgroupHost host =
                host(
                        "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n",
                        "0::/user.slice/session-1.scope\n");
        assertThat(host.layout()).isEqualTo(CgroupHost.Layout.UNIFIED);
        assertThat(host.unified().flatMap(Hierarchy::own).orElseThrow())
                .hasToString("/sys/fs/cgroup/user.slice/session-1.scope");
    }

    @Test
    void tellsAHostWithoutAny() {
        assertThat(host("30 23 0:26 / /proc rw - proc proc rw\n", "0::/\n").layout())
                .isEqualTo(CgroupHost.Layout.NONE);
        assertThat(host("", "").layout()).isEqualTo(CgroupHost.Layout.NONE);
    }

    @Test
    void seesOnlyWhatAnOuterContainerShows() {
        String mount = "30 23 0:26 /docker/x /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
        assertThat(own(mount, "/docker/x/y")).isEqualTo(List.of("/sys/fs/cgroup/y"));
        assertThat(own(mount, "/docker/x")).isEqualTo(List.of("/sys/fs/cgroup"));
        assertThat(own(mount, "/docker/xy")).isEmpty();
        assertThat(own(mount, "/elsewhere")).isEmpty();
    }

    private static List<String> own(String mount, String path) {
        return host(mount, "0::" + path + "\n").hierarchies().stream()
                .flatMap(hierarchy -> hierarchy.own().stream())
                .map(Cgroup::toString)
                .toList();
    }

    @Test
    void namesGroupsBelowTheRoot() {
        Hierarchy memory =
                host(LEGACY_MOUNTS, LEGACY_MEMBERSHIP).controlling("memory").orElseThrow();
        assertThat(memory.at(NativePath.of("/a/b"))).isEqualTo(memory.root().child("a").child("b"));
        assertThat(memory.at(NativePath.of("/"))).isEqualTo(memory.root());
    }

    @Test
    void readsMemory() {
        MemoryStats v1 =
                MemoryStats.v1(
                        "5000",
                        "9223372036854771712",
                        "inactive_file 1\ntotal_inactive_file 1500",
                        "oom_kill_disable 0\nunder_oom 0\noom_kill 2");
        assertThat(v1).isEqualTo(new MemoryStats(5000, OptionalLong.empty(), 1500, 2));
        assertThat(v1.workingSetBytes()).isEqualTo(3500);
        MemoryStats v2 =
                MemoryStats.v2("5000", "8192", "anon 7\ninactive_file 1500", "oom 3\noom_kill 2");
        assertThat(v2).isEqualTo(new MemoryStats(5000, OptionalLong.of(8192), 1500, 2));
        assertThat(MemoryStats.v2("1", "max", "", "").limitBytes()).isEmpty();
        assertThat(MemoryStats.v1("1", "4096", "", "").limitBytes()).hasValue(4096);
    }

    @Test
    void readsProcessorTime() {
        CpuStats v1 =
                CpuStats.v1(
                        "1500000000",
                        "user 100\nsystem 20",
                        "nr_periods 5\nnr_throttled 2\nthrottled_time 3000");
        CpuStats v2 =
                CpuStats.v2(
                        "usage_usec 1500000\nuser_usec 1000000\nsystem_usec 200000\n"
                                + "nr_periods 5\nnr_throttled 2\nthrottled_usec 3");
        assertThat(v1).isEqualTo(v2);
        assertThat(v1.usage()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void readsTasks() {
        assertThat(PidsStats.parse("3", "max")).isEqualTo(new PidsStats(3, OptionalLong.empty()));
        assertThat(PidsStats.parse("3", "10")).isEqualTo(new PidsStats(3, OptionalLong.of(10)));
    }

    @Test
    void findsTheGroupsOfAnotherProcess() {
        CgroupHost host =
                host(
                        LEGACY_MOUNTS
                                + "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
                        LEGACY_MEMBERSHIP + "0::/\n");
        assertThat(
                        host.groups(
                                "2:memory:/hako/abc/down\n1:cpu,cpuacct:/hako/abc\n7:pids:/x\n0::/hako/abc\n"))
                .extracting(Cgroup::toString)
                .containsExactly(
                        "/sys/fs/cgroup/memory/hako/abc/down",
                        "/sys/fs/cgroup/cpu,cpuacct/hako/abc",
                        "/sys/fs/cgroup/unified/hako/abc");
    }

    @Test
    void findsTheGroupOfANameAbove() {
        Cgroup group =
                host(LEGACY_MOUNTS, LEGACY_MEMBERSHIP)
                        .controlling("memory")
                        .orElseThrow()
                        .at(NativePath.of("hako/abc/init.scope/abc"));
        assertThat(group.named("abc").orElseThrow()).hasToString("/sys/fs/cgroup/memory/hako/abc");
        assertThat(group.named("ab")).isEmpty();
        assertThat(group.named("memory")).isEmpty();
    }

    @Test
    void countsWhatBlockDevicesHaveMoved() {
        assertThat(BlockIoStats.v1("8:0 Read 4096\n8:0 Write 512\n8:16 Read 4\nTotal 4612"))
                .isEqualTo(new BlockIoStats(4100, 512));
        assertThat(
                        BlockIoStats.v2(
                                "8:0 rbytes=4096 wbytes=512 rios=1 wios=1 dbytes=9 dios=0\n"
                                        + "8:16 rbytes=4 wbytes=0 rios=1 wios=0 dbytes=0 dios=0"))
                .isEqualTo(new BlockIoStats(4100, 512));
        assertThat(BlockIoStats.v2("")).isEqualTo(new BlockIoStats(0, 0));
    }
}
