package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.kernel.Arch;
import dev.hako.kernel.SyscallAbi;
import dev.hako.kernel.seccomp.ArgumentTest;
import dev.hako.kernel.seccomp.Comparison;
import dev.hako.kernel.seccomp.SeccompAction;
import dev.hako.kernel.seccomp.SeccompCompiler;
import dev.hako.kernel.seccomp.SeccompFilter;
import dev.hako.kernel.seccomp.SeccompRule;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.SeccompArch;
import dev.hako.oci.runtime.Syscall;
import dev.hako.oci.runtime.SyscallArg;
import dev.hako.plan.Argument.Data;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The filter of system calls (seccomp(2)).
///
/// Compiling one takes longer than all the rest of a plan, and most containers share one, so the
/// programs of the last few are remembered.
final class SeccompStep {
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;
    private static final int REMEMBERED = 16;

    /// The last ones, the newest first. Comparing is cheap where profiles share their lists, and a
    /// hash would read all of one each time.
    private static final Deque<Compiled> PROGRAMS = new ArrayDeque<>(REMEMBERED);

    /// A profile and its program.
    private record Compiled(Profile profile, byte[] program) {}

    /// What a program depends on.
    private record Profile(Arch arch, Seccomp seccomp) {}

    private SeccompStep() {}

    /// Installs the filter; a null one is none.
    ///
    /// @param listener who is asked about calls; null if nobody is
    static void install(
            PlanBuilder plan, @Nullable Seccomp seccomp, @Nullable SeccompListener listener) {
        if (seccomp == null) {
            return;
        }
        byte[] program = program(new Profile(plan.arch(), seccomp));
        plan.doing("install the seccomp filter", "");
        int count = program.length / 8;
        Data instructions = plan.data().bytes(program, "filter");
        Struct header = new Struct(16).u16(0, count).pointer(8, instructions);
        Data fprog = plan.data().place(header, "filter of " + count + " instructions");
        plan.call(
                dev.hako.plan.Syscall.SECCOMP,
                value(SECCOMP_SET_MODE_FILTER),
                value(flags(seccomp, listener != null)),
                fprog);
        if (listener != null) {
            listener.send(plan.into("filter"));
        }
    }

    private static int flags(Seccomp seccomp, boolean asks) {
        int flags = asks ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
        for (Seccomp.Flag flag : seccomp.flags()) {
            flags |=
                    switch (flag) {
                        // There is one thread; with a listener the kernel would want another flag.
                        case SECCOMP_FILTER_FLAG_TSYNC -> asks ? 0 : 1;
                        case SECCOMP_FILTER_FLAG_LOG -> 2;
                        case SECCOMP_FILTER_FLAG_SPEC_ALLOW -> 4;
                        case SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV -> {
                            if (!asks) {
                                throw Refusal.invalid(
                                        flag.name(), "it needs a filter with SCMP_ACT_NOTIFY");
                            }
                            yield 32;
                        }
                    };
        }
        return flags;
    }

    private static byte[] program(Profile profile) {
        synchronized (PROGRAMS) {
            for (Compiled compiled : PROGRAMS) {
                if (compiled.profile.equals(profile)) {
                    return compiled.program;
                }
            }
            if (PROGRAMS.size() == REMEMBERED) {
                PROGRAMS.removeLast();
            }
            byte[] program = SeccompCompiler.compile(filter(profile)).bytes();
            PROGRAMS.addFirst(new Compiled(profile, program));
            return program;
        }
    }

    private static SeccompFilter filter(Profile profile) {
        Seccomp seccomp = profile.seccomp;
        List<SeccompRule> rules = new ArrayList<>(seccomp.syscalls().size());
        Long errno = seccomp.defaultErrnoRet();
        for (Syscall rule : seccomp.syscalls()) {
            Long own = rule.errnoRet() == null ? errno : rule.errnoRet();
            rules.add(new SeccompRule(rule.names(), action(rule.action(), own), tests(rule)));
        }
        return new SeccompFilter(action(seccomp.defaultAction(), errno), abis(profile), rules);
    }

    /// Those whose calls can be told apart here.
    static List<SeccompArch> architectures() {
        return Arrays.stream(SeccompArch.values())
                .filter(arch -> SeccompFilter.parseArchitecture(arch.name()).isPresent())
                .toList();
    }

    private static List<SyscallAbi> abis(Profile profile) {
        List<SyscallAbi> abis = new ArrayList<>();
        abis.add(profile.arch.abi());
        for (SeccompArch name : profile.seccomp.architectures()) {
            SeccompFilter.parseArchitecture(name.name()).ifPresent(abis::add);
        }
        return abis;
    }

    private static SeccompAction action(
            dev.hako.oci.runtime.SeccompAction action, @Nullable Long errno) {
        OptionalInt data = errno == null ? OptionalInt.empty() : OptionalInt.of(errno.intValue());
        return SeccompAction.parse(action.name(), data)
                .orElseThrow(() -> Refusal.invalid(action.name(), "unknown seccomp action"));
    }

    private static List<ArgumentTest> tests(Syscall rule) {
        List<ArgumentTest> tests = new ArrayList<>(rule.args().size());
        for (SyscallArg arg : rule.args()) {
            Comparison comparison =
                    Comparison.parse(arg.op().name())
                            .orElseThrow(
                                    () -> Refusal.invalid(arg.op().name(), "unknown comparison"));
            tests.add(new ArgumentTest(arg.index(), comparison, arg.value(), arg.valueTwo()));
        }
        return tests;
    }
}
