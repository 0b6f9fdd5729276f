package dev.hako.oci.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.SeccompAction;
import dev.hako.oci.runtime.SeccompArch;
import dev.hako.oci.runtime.Syscall;
import dev.hako.oci.runtime.SyscallArg;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeccompProfileTest {
    private static final KernelVersion NEW = new KernelVersion(6, 18);
    private static final KernelVersion OLD = new KernelVersion(4, 7);

    @Test
    void allowsEverydayCallsAndDeniesTheRest() {
        Seccomp filter = standard(Set.of(), "amd64", NEW);

        assertThat(filter.defaultAction()).isEqualTo(SeccompAction.SCMP_ACT_ERRNO);
        assertThat(filter.defaultErrnoRet()).isEqualTo(1);
        assertThat(rules(filter, "openat"))
                .containsExactly(new Rule(SeccompAction.SCMP_ACT_ALLOW, null, List.of()));
        assertThat(rules(filter, "mount")).isEmpty();
        assertThat(rules(filter, "keyctl")).isEmpty();
    }

    @Test
    void refusesNewNamespacesToAContainerWithoutCapSysAdmin() {
        Seccomp filter = standard(Set.of(), "amd64", NEW);
        var noNamespaceFlag =
                new SyscallArg(0, 0x7e02_0000L, 0, SyscallArg.Operator.SCMP_CMP_MASKED_EQ);

        assertThat(rules(filter, "clone"))
                .containsExactly(
                        new Rule(SeccompAction.SCMP_ACT_ALLOW, null, List.of(noNamespaceFlag)));
        assertThat(rules(filter, "clone3"))
                .containsExactly(new Rule(SeccompAction.SCMP_ACT_ERRNO, 38L, List.of()));
        assertThat(rules(filter, "unshare")).isEmpty();
    }

    @Test
    void allowsThemWithCapSysAdmin() {
        Seccomp filter = standard(Set.of("CAP_SYS_ADMIN"), "amd64", NEW);

        for (String call : List.of("clone", "clone3", "unshare", "mount", "bpf")) {
            assertThat(rules(filter, call))
                    .containsExactly(new Rule(SeccompAction.SCMP_ACT_ALLOW, null, List.of()));
        }
    }

    @Test
    void looksAtTheSecondArgumentOfCloneOnS390() {
        assertThat(rules(standard(Set.of(), "s390x", NEW), "clone"))
                .singleElement()
                .extracting(rule -> rule.args().getFirst().index())
                .isEqualTo(1);
    }

    @Test
    void allowsTracingOnlyWhereTheKernelKeepsTheFilterOnIt() {
        assertThat(rules(standard(Set.of(), "amd64", OLD), "ptrace")).isEmpty();
        assertThat(rules(standard(Set.of(), "amd64", NEW), "ptrace")).hasSize(1);
        assertThat(rules(standard(Set.of("CAP_SYS_PTRACE"), "amd64", OLD), "ptrace")).hasSize(1);
    }

    @Test
    void namesTheTablesThatComeWithTheMachines() {
        assertThat(standard(Set.of(), "amd64", NEW).architectures())
                .containsExactly(
                        SeccompArch.SCMP_ARCH_X86_64,
                        SeccompArch.SCMP_ARCH_X86,
                        SeccompArch.SCMP_ARCH_X32);
        assertThat(standard(Set.of(), "arm64", NEW).architectures())
                .containsExactly(SeccompArch.SCMP_ARCH_AARCH64, SeccompArch.SCMP_ARCH_ARM);
        assertThat(standard(Set.of(), "riscv64", NEW).architectures())
                .containsExactly(SeccompArch.SCMP_ARCH_RISCV64);
        assertThat(standard(Set.of(), "386", NEW).architectures()).isEmpty();
    }

    @Test
    void allowsWhatOnlyOneArchitectureHas() {
        assertThat(rules(standard(Set.of(), "amd64", NEW), "arch_prctl")).hasSize(1);
        assertThat(rules(standard(Set.of(), "arm64", NEW), "arch_prctl")).isEmpty();
        assertThat(rules(standard(Set.of(), "386", NEW), "modify_ldt")).hasSize(1);
    }

    @Test
    void keepsSocketFamiliesThatLeadToTheHostShut() {
        assertThat(rules(standard(Set.of(), "amd64", NEW), "socket"))
                .extracting(Rule::args)
                .containsExactly(
                        List.of(new SyscallArg(0, 38, 0, SyscallArg.Operator.SCMP_CMP_LT)),
                        List.of(new SyscallArg(0, 39, 0, SyscallArg.Operator.SCMP_CMP_EQ)),
                        List.of(new SyscallArg(0, 40, 0, SyscallArg.Operator.SCMP_CMP_GT)));
    }

    @Test
    void takesAUsersProfileInEitherSpelling() {
        SeccompProfile profile =
                parse(
                        """
                        {'defaultAction': 'SCMP_ACT_ALLOW', 'comment': 'ignored',
                         'architectures': ['SCMP_ARCH_X86_64'],
                         'flags': ['SECCOMP_FILTER_FLAG_LOG'],
                         'syscalls': [
                           {'name': 'chmod', 'action': 'SCMP_ACT_ERRNO', 'args': null},
                           {'names': ['chown', 'fchown'], 'action': 'SCMP_ACT_ERRNO',
                            'errnoRet': 13, 'includes': {}, 'excludes': {'minKernel': '5.0'}},
                           {'names': ['kill'], 'action': 'SCMP_ACT_KILL_PROCESS',
                            'includes': {'caps': ['CAP_KILL'], 'arches': ['amd64', 'arm64']}}]}
                        """);

        Seccomp filter = profile.resolve(Set.of("CAP_KILL"), new Machine("amd64", NEW, 1));

        assertThat(filter.architectures()).containsExactly(SeccompArch.SCMP_ARCH_X86_64);
        assertThat(filter.flags()).containsExactly(Seccomp.Flag.SECCOMP_FILTER_FLAG_LOG);
        assertThat(filter.syscalls())
                .extracting(Syscall::names)
                .containsExactly(List.of("chmod"), List.of("kill"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | defaultAction: required, but absent
                    {'defaultAction': 'ALLOW'} | defaultAction "ALLOW": must be one of SCMP_ACT_KILL, SCMP_ACT_KILL_PROCESS, SCMP_ACT_KILL_THREAD, SCMP_ACT_TRAP, SCMP_ACT_ERRNO, SCMP_ACT_TRACE, SCMP_ACT_ALLOW, SCMP_ACT_LOG, SCMP_ACT_NOTIFY
                    {'defaultAction': 'SCMP_ACT_LOG', 'architectures': ['SCMP_ARCH_ARM'], 'archMap': [{'architecture': 'SCMP_ARCH_ARM'}]} | architectures: must not be given together with archMap
                    {'defaultAction': 'SCMP_ACT_LOG', 'syscalls': [{'name': 'a', 'names': ['b'], 'action': 'SCMP_ACT_LOG'}]} | syscalls[0].name: must not be given together with names
                    {'defaultAction': 'SCMP_ACT_LOG', 'syscalls': [{'name': 'a', 'action': 'SCMP_ACT_LOG', 'includes': {'minKernel': 'new'}}]} | syscalls[0].includes.minKernel "new": must start with two numbers
                    """)
    void saysWhatIsWrongWithAUsersProfile(String json, String complaint) {
        assertThatThrownBy(() -> parse(json)).hasMessage("invalid seccomp profile: " + complaint);
    }

    @ParameterizedTest
    @CsvSource({"4.8, 4.8", "6.18.5-fc, 6.18", "5.10-rc1, 5.10", "10.0, 10.0"})
    void readsKernelReleases(String release, String version) {
        assertThat(KernelVersion.parse(release)).hasToString(version);
    }

    private record Rule(SeccompAction action, @Nullable Long errno, List<SyscallArg> args) {}

    private static List<Rule> rules(Seccomp filter, String call) {
        return filter.syscalls().stream()
                .filter(rule -> rule.names().contains(call))
                .map(rule -> new Rule(rule.action(), rule.errnoRet(), rule.args()))
                .toList();
    }

    private static Seccomp standard(
            Set<String> capabilities, String architecture, KernelVersion kernel) {
        return SeccompProfile.standard()
                .resolve(capabilities, new Machine(architecture, kernel, 1));
    }

    private static SeccompProfile parse(String json) {
        return SeccompProfile.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
