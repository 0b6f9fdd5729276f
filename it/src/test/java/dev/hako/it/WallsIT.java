package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What a program sees and may do behind the isolation `namespace`.
@NeedsRoot
class WallsIT {
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static String inBox(String script) {
        return HAKO.answer("run", "--rm", "host", "sh", "-c", script);
    }

    private static String field(String name) {
        return inBox("sed -n 's/^" + name + ":[[:space:]]*//p' /proc/self/status");
    }

    @Test
    void theProgramIsTheFirstProcessAndSeesNoOther() {
        assertThat(inBox("set -- /proc/[0-9]*; echo $$ $#")).isEqualTo("1 1");
    }

    @Test
    void hasAHostNameOfItsOwn() {
        assertThat(HAKO.answer("run", "--rm", "--hostname", "box", "host", "hostname"))
                .isEqualTo("box");
    }

    @Test
    void hasOnlyTheCapabilitiesThatDockerGives() {
        assertThat(field("CapEff")).isEqualTo("00000000a80425fb");
        assertThat(field("CapBnd")).isEqualTo("00000000a80425fb");
    }

    @Test
    void cannotGainPrivilegesBeyondItsBoundingSet() {
        assertThat(field("CapInh")).isEqualTo("0000000000000000");
        assertThat(field("CapAmb")).isEqualTo("0000000000000000");
    }

    @Test
    void runsBehindASeccompFilter() {
        assertThat(field("Seccomp")).isEqualTo("2");
    }

    @Test
    void cannotMount() {
        var result = HAKO.run("run", "--rm", "host", "mount", "-t", "tmpfs", "none", "/mnt");
        assertThat(result.status()).isNotZero();
    }

    @Test
    void inheritsNoDescriptorButTheThreeStreams() {
        assertThat(inBox("for f in /proc/self/fd/*; do [ ! -e $f ] || echo ${f##*/}; done"))
                .isEqualTo("0\n1\n2");
    }

    @Test
    void cannotReadWhatIsMasked() {
        assertThat(inBox("cat /proc/interrupts /proc/keys /proc/timer_list; ls /sys/firmware"))
                .isEmpty();
    }

    @Test
    void cannotChangeKernelSettings() {
        assertThat(
                        inBox(
                                "(echo 0 > /proc/sys/kernel/panic) 2>&1 | grep -o 'Read-only file system'"))
                .isEqualTo("Read-only file system");
    }

    @Test
    void seesOnlyHarmlessDevices() {
        assertThat(inBox("ls /dev").lines())
                .contains("null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts", "shm")
                .doesNotContain("kvm", "kmsg", "mem", "loop0", "vda", "sda");
    }

    @Test
    void cannotReachTheHostsRoot() {
        assertThat(inBox("ls /proc/1/root/").lines())
                .containsExactlyInAnyOrderElementsOf(List.of(inBox("ls /").split("\n", -1)));
    }

    @Test
    void mayHaveNoMoreMemoryThanItsLimit() {
        var result =
                HAKO.run(
                        "run",
                        "--rm",
                        "--memory",
                        "32m",
                        "host",
                        "sh",
                        "-c",
                        "head -c 200m /dev/zero | tail");
        assertThat(result.status()).isNotZero();
    }

    @Test
    void mayHaveNoMoreProcessesThanItsLimit() {
        var result =
                HAKO.run(
                        "run",
                        "--rm",
                        "--pids-limit",
                        "8",
                        "host",
                        "sh",
                        "-c",
                        "for i in 1 2 3 4 5 6 7 8 9 10; do sleep 5 & done; wait");
        assertThat(result.status()).isNotZero();
    }
}
