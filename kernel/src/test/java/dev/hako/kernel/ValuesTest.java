package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Names, numbers and listings, without a kernel.
class ValuesTest {
    @Test
    void readsSignalsAsPeopleWriteThem() {
        assertThat(List.of("SIGTERM", "TERM", "term", "15", " sigterm "))
                .allMatch(text -> Signal.parse(text).orElseThrow().equals(Signal.SIGTERM));
        assertThat(Signal.parse("SIGRTMIN+3")).contains(new Signal(37));
        assertThat(Signal.parse("RTMIN")).contains(new Signal(34));
        assertThat(Signal.parse("SIGRTMAX-1")).contains(new Signal(63));
        assertThat(List.of("0", "65", "", "SIG", "NOPE", "RTMIN-1", "RTMAX+1", "RTMIN+x", "-9"))
                .allMatch(text -> Signal.parse(text).isEmpty());
        for (int number = 1; number <= 64; number++) {
            Signal signal = new Signal(number);
            if (number != 32 && number != 33) {
                assertThat(Signal.parse(signal.name())).contains(signal);
            }
        }
    }

    @Test
    void readsCapabilitiesAndLimitsAsPeopleWriteThem() {
        assertThat(Capability.parse("sys_admin")).contains(Capability.CAP_SYS_ADMIN);
        assertThat(Capability.parse("CAP_CHOWN")).contains(Capability.CAP_CHOWN);
        assertThat(Capability.parse("CAP_NOPE")).isEmpty();
        assertThat(Capability.ofBit(40)).contains(Capability.CAP_CHECKPOINT_RESTORE);
        assertThat(Capability.ofBit(41)).isEmpty();
        assertThat(Rlimit.parse("nofile")).contains(Rlimit.RLIMIT_NOFILE);
        assertThat(Rlimit.parse("RLIMIT_NOPE")).isEmpty();
    }

    @Test
    void calculatesWithCapabilities() {
        CapabilitySet some = CapabilitySet.of(Capability.CAP_CHOWN, Capability.CAP_BPF);
        assertThat(some.bits()).isEqualTo(1L | 1L << 39);
        assertThat(some.members()).containsExactly(Capability.CAP_CHOWN, Capability.CAP_BPF);
        assertThat(CapabilitySet.ALL).isEqualTo(CapabilitySet.parseHex("000001ffffffffff"));
        assertThat(CapabilitySet.ALL.minus(some).intersect(some)).isEqualTo(CapabilitySet.NONE);
        assertThat(CapabilitySet.NONE.plus(some)).isEqualTo(some);
        assertThat(CapabilitySet.ALL.containsAll(some)).isTrue();
    }

    @Test
    void readsTheCapabilitiesOfAProcess() {
        String status = "Name:\tx\nCapInh:\t0\nCapPrm:\t3\nCapEff:\t1\nCapBnd:\t7\nCapAmb:\t0\n";
        ProcessCapabilities read = ProcessCapabilities.parse(status);
        assertThat(read.permitted().bits()).isEqualTo(3);
        assertThat(read.effective().bits()).isEqualTo(1);
        assertThat(read.bounding().bits()).isEqualTo(7);
    }

    @Test
    void namesErrors() {
        assertThat(new KernelException(1, "mount", "/proc"))
                .hasMessage("mount \"/proc\": EPERM (operation not permitted)");
        assertThat(new KernelException(24, "pipe2", ""))
                .hasMessage("pipe2: EMFILE (too many open files)");
        assertThat(new KernelException(2, "openat", "x").kind()).isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(new KernelException(28, "write", "x").kind()).isEqualTo(Failure.Kind.EXHAUSTED);
        assertThat(new KernelException(999, "x", "").kind()).isEqualTo(Failure.Kind.INTERNAL);
        assertThat(Errno.describe(999)).isEqualTo("errno 999");
        assertThat(Errno.of(0)).isEmpty();
        assertThat(Errno.of(524)).contains(Errno.ENOTSUPP);
    }

    @Test
    void countsTheFieldsOfAProcessBehindItsName() {
        String stat =
                "42 (a) b (c)) S 1 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 98765 1 2 3 4 5";
        assertThat(ProcessIdentity.parse(42, stat)).isEqualTo(new ProcessIdentity(42, 98765));
    }

    @Test
    void splitsAndJoinsPaths() {
        NativePath path = NativePath.of("/a/b");
        assertThat(path.parent()).hasToString("/a");
        assertThat(path.parent().parent()).hasToString("/");
        assertThat(NativePath.of("b").parent()).hasToString(".");
        assertThat(path.name()).hasToString("b");
        assertThat(path.resolve("c")).hasToString("/a/b/c");
        assertThat(NativePath.of("/").resolve("c")).hasToString("/c");
        assertThat(path.resolve("/c")).hasToString("/c");
        assertThat(NativePath.empty().resolve("c")).hasToString("c");
        assertThat(NativePath.of("a")).isLessThan(NativePath.of("b"));
        assertThatThrownBy(() -> NativePath.of("a\0b"))
                .hasMessage("a path cannot hold a NUL: \"a\\x00b\"");
    }

    @Test
    void readsMounts() {
        String listing =
                "36 35 98:0 /root\\040dir /point\\134x rw,noatime shared:1 master:2 new:3"
                        + " - ext3 /dev/root rw,errors=continue\n"
                        + "40 36 0:33 / /o rw unbindable - overlay overlay rw,lowerdir=/a\\,b:/c\n";
        List<MountInfo> mounts = MountInfo.parse(listing);
        MountInfo first = mounts.getFirst();
        assertThat(first.id()).isEqualTo(36);
        assertThat(first.parentId()).isEqualTo(35);
        assertThat(first.device()).isEqualTo(new Device(98, 0));
        assertThat(first.root()).hasToString("/root dir");
        assertThat(first.mountPoint()).hasToString("/point\\x");
        assertThat(first.options()).containsExactly("rw", "noatime");
        assertThat(first.propagation())
                .isEqualTo(new MountInfo.Propagation(OptionalInt.of(1), OptionalInt.of(2), false));
        assertThat(first.type()).isEqualTo("ext3");
        assertThat(first.superOptions()).containsExactly("rw", "errors=continue");
        assertThat(mounts.get(1).propagation().unbindable()).isTrue();
        assertThat(mounts.get(1).superOptions()).hasSize(2);
    }

    @Test
    void packsDeviceNumbers() {
        assertThat(new Device(1, 3).devT()).isEqualTo(0x103);
        assertThat(new Device(0xfff, 0xfffff).devT()).isEqualTo(0xffffffffL);
    }

    @Test
    void knowsTheCallsOfEachMachine() {
        assertThat(Syscalls.number(Arch.X86_64, "openat")).isEqualTo(257);
        assertThat(Syscalls.number(Arch.AARCH64, "openat")).isEqualTo(56);
        assertThat(Syscalls.find(SyscallAbi.X32, "ioctl")).hasValue(0x40000000 | 514);
        assertThat(Syscalls.name(SyscallAbi.I386, 102)).contains("socketcall");
        assertThat(Syscalls.find(SyscallAbi.AARCH64, "open")).isEmpty();
        assertThatThrownBy(() -> Syscalls.number(Arch.AARCH64, "open"))
                .hasMessage("no system call \"open\" on AARCH64");
        assertThatThrownBy(() -> Arch.parse("riscv64"))
                .hasMessage("cannot run on \"riscv64\": only x86_64 and aarch64 are known");
    }

    @Test
    void givesAnExitStatusOneNumber() {
        assertThat(new ExitStatus.Exited(3).code()).isEqualTo(3);
        assertThat(new ExitStatus.Killed(Signal.SIGKILL, false).code()).isEqualTo(137);
    }
}
