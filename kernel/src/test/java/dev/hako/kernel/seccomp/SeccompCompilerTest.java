package dev.hako.kernel.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.hako.kernel.SyscallAbi;
import dev.hako.kernel.Syscalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Runs compiled filters and compares with what [SeccompFilter] says the rules mean.
class SeccompCompilerTest {
    private static final int ALLOW = SeccompAction.ALLOW.returnValue();
    private static final int KILL = SeccompAction.KILL_THREAD.returnValue();
    private static final int EPERM = SeccompAction.errno(1).returnValue();
    private static final int ENOSYS = SeccompAction.errno(38).returnValue();
    private static final SyscallAbi X86_64 = SyscallAbi.X86_64;

    @Test
    void meansWhatTheRulesSay() {
        RandomFilters filters = new RandomFilters(7, _ -> true);
        for (int i = 0; i < 5; i++) {
            SeccompFilter filter = filters.any();
            BpfProgram program = SeccompCompiler.compile(filter);
            for (int number = 0; number < 480; number++) {
                for (long a : RandomFilters.VALUES) {
                    long[] args = {a, a ^ number};
                    if (BpfMachine.run(program, X86_64, number, args)
                            != meaning(filter, number, args)) {
                        fail("call %d(%x, %x) of %s", number, args[0], args[1], filter);
                    }
                }
            }
        }
    }

    /// The meaning of a filter for an x86_64 call, read off the rules one by one.
    private static int meaning(SeccompFilter filter, int number, long[] args) {
        int newest =
                filter.rules().stream()
                        .flatMap(rule -> rule.names().stream())
                        .mapToInt(name -> Syscalls.find(X86_64, name).orElse(-1))
                        .max()
                        .orElse(-1);
        if (filter.hidesNewerCalls() && number > newest) {
            return ENOSYS;
        }
        String name = Syscalls.name(X86_64, number).orElse("");
        List<SeccompRule> rules =
                filter.rules().stream()
                        .filter(rule -> rule.names().contains(name))
                        .filter(rule -> !rule.action().equals(filter.defaultAction()))
                        .toList();
        Optional<SeccompRule> first =
                rules.stream()
                        .filter(SeccompCompilerTest::hasNoTests)
                        .findFirst()
                        .or(() -> rules.stream().filter(rule -> holds(rule, args)).findFirst());
        return first.map(SeccompRule::action).orElse(filter.defaultAction()).returnValue();
    }

    private static boolean hasNoTests(SeccompRule rule) {
        return rule.alternatives().stream()
                .anyMatch(tests -> tests.stream().allMatch(test -> test.holdsAlways(64)));
    }

    private static boolean holds(SeccompRule rule, long[] args) {
        long arguments = rule.tests().stream().map(ArgumentTest::index).distinct().count();
        return arguments == rule.tests().size()
                ? rule.tests().stream().allMatch(test -> holds(test, args))
                : rule.tests().stream().anyMatch(test -> holds(test, args));
    }

    private static boolean holds(ArgumentTest test, long[] args) {
        long argument = args[test.index()];
        int order = Long.compareUnsigned(argument, test.value());
        return switch (test.comparison()) {
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case EQ -> order == 0;
            case GE -> order >= 0;
            case GT -> order > 0;
            case MASKED_EQ -> (argument & test.value()) == (test.valueTwo() & test.value());
        };
    }

    @Test
    void keepsTheDefaultProfileSmallAndShallow() {
        SeccompFilter one = DefaultProfile.filter(List.of(X86_64), "amd64");
        assertThat(SeccompCompiler.compile(one).length()).isLessThanOrEqualTo(100);
        BpfProgram all = SeccompCompiler.compile(DefaultProfile.x86());
        assertThat(all.length()).isLessThanOrEqualTo(300);
        for (int number = 0; number < 480; number++) {
            assertThat(BpfMachine.run(all, X86_64.auditArch(), number).steps())
                    .isLessThanOrEqualTo(22);
        }
    }

    @Test
    void killsForeignArchitectures() {
        BpfProgram program = SeccompCompiler.compile(DefaultProfile.arm());
        assertThat(BpfMachine.run(program, X86_64, 0)).isEqualTo(KILL);
        int read = Syscalls.find(SyscallAbi.AARCH64, "read").orElseThrow();
        assertThat(BpfMachine.run(program, SyscallAbi.AARCH64, read)).isEqualTo(ALLOW);
        assertThat(BpfMachine.run(program, SyscallAbi.ARM, 0xf0005)).isEqualTo(ALLOW);
    }

    @Test
    void killsX32WhereOnlyX86IsNamed() {
        SeccompFilter filter = DefaultProfile.filter(List.of(X86_64), "amd64");
        BpfProgram program = SeccompCompiler.compile(filter);
        assertThat(BpfMachine.run(program, X86_64, 0x40000000)).isEqualTo(KILL);
        assertThat(BpfMachine.run(program, X86_64, -1)).isEqualTo(EPERM);
    }

    @Test
    void hidesCallsNewerThanTheProfile() {
        BpfProgram program = SeccompCompiler.compile(DefaultProfile.x86());
        assertThat(BpfMachine.run(program, X86_64, 1000)).isEqualTo(ENOSYS);
        int mount = Syscalls.find(X86_64, "mount").orElseThrow();
        assertThat(BpfMachine.run(program, X86_64, mount)).isEqualTo(EPERM);
    }

    @Test
    void reachesSocketsBehindSocketcall() {
        SeccompRule socket = new SeccompRule(List.of("socket"), SeccompAction.ALLOW, List.of());
        SeccompFilter filter =
                new SeccompFilter(
                        SeccompAction.errno(1), List.of(SyscallAbi.I386), List.of(socket));
        BpfProgram program = SeccompCompiler.compile(filter);
        int socketcall = Syscalls.find(SyscallAbi.I386, "socketcall").orElseThrow();
        assertThat(BpfMachine.run(program, SyscallAbi.I386, socketcall, 1)).isEqualTo(ALLOW);
        assertThat(BpfMachine.run(program, SyscallAbi.I386, socketcall, 2)).isEqualTo(EPERM);
    }

    @Test
    void jumpsFartherThanAComparisonCan() {
        List<SeccompRule> rules = new ArrayList<>();
        for (long value = 0; value < 200; value++) {
            ArgumentTest test = new ArgumentTest(1, Comparison.EQ, value << 32 | value, 0);
            rules.add(new SeccompRule(List.of("ioctl"), SeccompAction.TRAP, List.of(test)));
        }
        SeccompFilter filter = new SeccompFilter(SeccompAction.ALLOW, List.of(X86_64), rules);
        BpfProgram program = SeccompCompiler.compile(filter);
        int ioctl = Syscalls.find(X86_64, "ioctl").orElseThrow();
        for (long value = 0; value < 200; value++) {
            assertThat(BpfMachine.run(program, X86_64, ioctl, 0, value << 32 | value))
                    .isEqualTo(SeccompAction.TRAP.returnValue());
        }
        assertThat(BpfMachine.run(program, X86_64, ioctl, 0, 200L << 32 | 200)).isEqualTo(ALLOW);
        assertThat(BpfMachine.run(program, X86_64, ioctl + 1)).isEqualTo(ALLOW);
    }

    @Test
    void refusesMoreInstructionsThanLinuxTakes() {
        List<SeccompRule> rules = new ArrayList<>();
        for (long value = 0; value < 1100; value++) {
            ArgumentTest test = new ArgumentTest(1, Comparison.EQ, value << 32 | value, 0);
            rules.add(new SeccompRule(List.of("ioctl"), SeccompAction.TRAP, List.of(test)));
        }
        SeccompFilter filter = new SeccompFilter(SeccompAction.ALLOW, List.of(X86_64), rules);
        assertThatThrownBy(() -> SeccompCompiler.compile(filter))
                .hasMessageContaining("more than the 4096 Linux takes; hint: use fewer rules");
    }

    @Test
    void writesInstructionsAsTheKernelReadsThem() {
        SeccompFilter filter = new SeccompFilter(SeccompAction.ALLOW, List.of(X86_64), List.of());
        byte[] bytes = SeccompCompiler.compile(filter).bytes();
        // Load the architecture.
        assertThat(bytes).startsWith(0x20, 0, 0, 0, 4, 0, 0, 0);
    }

    @Test
    void readsTheWordsOfProfiles() {
        assertThat(SeccompAction.parse("SCMP_ACT_ERRNO", OptionalInt.empty()))
                .contains(SeccompAction.errno(1));
        assertThat(SeccompAction.parse("SCMP_ACT_ERRNO", OptionalInt.of(38)))
                .contains(SeccompAction.errno(38));
        assertThat(SeccompAction.parse("SCMP_ACT_KILL", OptionalInt.empty()))
                .contains(SeccompAction.KILL_THREAD);
        assertThat(SeccompAction.parse("KILL", OptionalInt.empty())).isEmpty();
        assertThat(Comparison.parse("SCMP_CMP_MASKED_EQ")).contains(Comparison.MASKED_EQ);
        assertThat(SeccompFilter.parseArchitecture("SCMP_ARCH_X32")).contains(SyscallAbi.X32);
        assertThat(SeccompFilter.parseArchitecture("SCMP_ARCH_MIPS")).isEmpty();
    }
}
