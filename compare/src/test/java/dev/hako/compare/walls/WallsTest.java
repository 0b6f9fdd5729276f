package dev.hako.compare.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WallsTest {
    private static final String REACH =
            """
            filter works
            0 through -9
            1 through -9
            2 refused -1
            3 absent -38
            4 unknown 0
            abi i386 through 42
            abi x32 refused -1031
            """;

    private static final String LOOK =
            """
            namespace net net:[1]
            namespace uts uts:[4026531838]
            status CapEff:\t0000000000002001
            boot another
            kernel Linux
            id-map 0 100000 65536
            path r /proc/cmdline
            path rw /proc/sys/kernel/core_pattern
            path hidden /proc/kcore
            path listed /sys/module
            can packet-socket
            cannot bpf 1
            """;

    @Test
    void countsWhatGotThrough() {
        Walls walls = Walls.read("one", REACH, LOOK);
        assertThat(walls.reached()).containsExactly(0, 1);
        assertThat(walls.refused()).containsExactly(2);
        assertThat(walls.abis()).containsExactly("i386");
    }

    @Test
    void reachesNoneOfTheHostsCallsBehindAnotherKernel() {
        assertThat(Walls.read("one", REACH, LOOK).hostCalls()).isZero();
    }

    @Test
    void reachesThoseThatGotThroughToTheHostsKernel() throws IOException {
        String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        assertThat(
                        Walls.read("one", REACH, LOOK.replace("boot another", "boot " + boot))
                                .hostCalls())
                .isEqualTo(2);
    }

    @Test
    void saysWhatIsSeenAndCanBeDone() {
        Walls walls = Walls.read("one", REACH, LOOK);
        assertThat(walls.capabilities()).containsExactly("CHOWN", "NET_RAW");
        assertThat(walls.visible())
                .containsExactly("/proc/cmdline", "/proc/sys/kernel/core_pattern", "/sys/module");
        assertThat(walls.writable()).containsExactly("/proc/sys/kernel/core_pattern");
        assertThat(walls.identityMapped()).isFalse();
        assertThat(walls.preconditions())
                .containsEntry("core_pattern: the kernel's file may be written to", true)
                .containsEntry("eBPF verifier (CVE-2021-31440, CVE-2021-3490): bpf(2)", false);
    }

    @Test
    void refusesWhatIsNotTheProbes() {
        assertThatThrownBy(() -> Walls.read("one", "", LOOK))
                .hasMessageContaining("no system call was told of");
    }
}
