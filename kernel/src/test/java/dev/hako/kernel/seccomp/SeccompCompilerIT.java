package dev.hako.kernel.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hako.kernel.SyscallAbi;
import dev.hako.kernel.Syscalls;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Compares the verdicts of compiled filters with those of libseccomp, call by call.
class SeccompCompilerIT {
    private static final List<SyscallAbi> X86_64_ONLY = List.of(SyscallAbi.X86_64);
    private static final int ENOSYS = 0x00050000 | 38;

    @BeforeAll
    static void needsTheLibrary() {
        assumeTrue(isInstalled(), "libseccomp.so.2 is not installed");
    }

    private static boolean isInstalled() {
        try {
            return Libseccomp.knows("read");
        } catch (ExceptionInInitializerError absent) {
            return false;
        }
    }

    @Test
    void agreesOnTheDefaultProfile() {
        compare(known(DefaultProfile.x86()));
        compare(known(DefaultProfile.filter(X86_64_ONLY, "amd64")));
    }

    @Test
    void agreesOnTheDefaultProfileForArm() {
        SeccompFilter filter =
                known(
                        DefaultProfile.filter(
                                List.of(SyscallAbi.X86_64, SyscallAbi.AARCH64, SyscallAbi.ARM),
                                "arm64"));
        compare(filter);
    }

    @Test
    void agreesOnRandomRules() {
        RandomFilters filters = new RandomFilters(20_260, SeccompCompilerIT::isPlain);
        for (int i = 0; i < 40; i++) {
            compare(filters.withoutCompetingTests());
        }
    }

    /// Calls behind `socketcall` are left out: libseccomp refuses some rules for them.
    private static boolean isPlain(String name) {
        return Libseccomp.knows(name) && MultiplexedCalls.find(SyscallAbi.I386, name).isEmpty();
    }

    /// The same filter without the calls this libseccomp is too old to know.
    private static SeccompFilter known(SeccompFilter filter) {
        List<SeccompRule> rules = new ArrayList<>();
        for (SeccompRule rule : filter.rules()) {
            List<String> names = rule.names().stream().filter(Libseccomp::knows).toList();
            rules.add(new SeccompRule(names, rule.action(), rule.tests()));
        }
        return new SeccompFilter(filter.defaultAction(), filter.abis(), rules);
    }

    private static void compare(SeccompFilter filter) {
        BpfProgram ours = SeccompCompiler.compile(filter);
        BpfProgram theirs = Libseccomp.compile(filter);
        for (SyscallAbi abi : SyscallAbi.values()) {
            int newest = newest(filter, abi);
            for (int low = 0; low < 620; low++) {
                compare(filter, ours, theirs, abi, low | abi.numberBit(), newest);
            }
            int[] far =
                    abi == SyscallAbi.X32
                            ? new int[] {0x40000fff, 0x7fffffff, 0xc0000000, -2, -1}
                            : new int[] {0xfff, 0x3fffffff};
            for (int number : far) {
                compare(filter, ours, theirs, abi, number, newest);
            }
        }
    }

    private static int newest(SeccompFilter filter, SyscallAbi abi) {
        return filter.rules().stream()
                .flatMap(rule -> rule.names().stream())
                .mapToInt(name -> Libseccomp.resolve(abi, name))
                .max()
                .orElse(-1);
    }

    private static void compare(
            SeccompFilter filter,
            BpfProgram ours,
            BpfProgram theirs,
            SyscallAbi abi,
            int number,
            int newest) {
        for (long a : RandomFilters.VALUES) {
            long[] args = {
                a, RandomFilters.VALUES[Math.floorMod(a ^ number, RandomFilters.VALUES.length)]
            };
            int expected = BpfMachine.run(theirs, abi, number, args);
            if (isHidden(filter, abi, number, newest)) {
                expected = ENOSYS;
            }
            int actual = BpfMachine.run(ours, abi, number, args);
            if (actual != expected) {
                assertThat(Integer.toHexString(actual))
                        .as(
                                "%s %s(%x, %x) of %s",
                                abi, number, args[0], args[1], on(filter, abi, number))
                        .isEqualTo(Integer.toHexString(expected));
            }
        }
    }

    /// The rules of a filter for one call.
    private static List<SeccompRule> on(SeccompFilter filter, SyscallAbi abi, int number) {
        String name = Syscalls.name(abi, number).orElse("");
        return filter.rules().stream().filter(rule -> rule.names().contains(name)).toList();
    }

    /// What runc puts in front of libseccomp's program.
    private static boolean isHidden(SeccompFilter filter, SyscallAbi abi, int number, int newest) {
        return filter.hidesNewerCalls()
                && filter.abis().contains(abi)
                && newest > 0
                && Integer.compareUnsigned(number, newest) > 0;
    }
}
