package dev.hako.kernel.seccomp;

import static dev.hako.kernel.seccomp.BpfInstruction.BPF_JEQ_K;
import static dev.hako.kernel.seccomp.BpfInstruction.BPF_JGE_K;

import dev.hako.kernel.SyscallAbi;
import dev.hako.kernel.seccomp.BpfAssembler.Label;
import dev.hako.kernel.seccomp.NumberRanges.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns rules into the program the kernel runs.
public final class SeccompCompiler {
    /// `offsetof(struct seccomp_data, nr)`.
    static final int NR = 0;

    /// `offsetof(struct seccomp_data, arch)`.
    static final int ARCH = 4;

    private static final int LARGEST_GROUP = 5;

    private final BpfAssembler assembler = new BpfAssembler();

    private SeccompCompiler() {}

    /// Compiles a filter. Equal filters give equal programs.
    ///
    /// @throws IllegalArgumentException if it needs more instructions than Linux takes
    public static BpfProgram compile(SeccompFilter filter) {
        return new SeccompCompiler().program(filter);
    }

    private BpfProgram program(SeccompFilter filter) {
        List<Integer> architectures =
                filter.abis().stream().map(SyscallAbi::auditArch).distinct().toList();
        Label next = assembler.returning(SeccompAction.KILL_THREAD.returnValue());
        // Written from the end, so that the machine's own architecture is compared first.
        for (int architecture : architectures.reversed()) {
            Label section = section(architecture, filter);
            next = assembler.compare(BPF_JEQ_K, architecture, section, next);
        }
        assembler.load(ARCH, next);
        return assembler.program();
    }

    private Label section(int architecture, SeccompFilter filter) {
        Section section = new Section(assembler, new HashMap<>());
        return assembler.load(NR, section.tree(groups(NumberRanges.of(architecture, filter))));
    }

    /// Parts ranges into groups of one verdict with at most two exceptions of a single number: to
    /// compare for equality takes one instruction where finding a range takes two.
    private static List<List<Range>> groups(List<Range> ranges) {
        List<List<Range>> groups = new ArrayList<>();
        int start = 0;
        while (start < ranges.size()) {
            int end = start + 1;
            while (end - start < LARGEST_GROUP && isException(ranges, start, end)) {
                end += 2;
            }
            groups.add(ranges.subList(start, end));
            start = end;
        }
        return groups;
    }

    /// Whether a range is one number, and what follows has the verdict of the group's start.
    private static boolean isException(List<Range> ranges, int start, int at) {
        return at + 1 < ranges.size()
                && ranges.get(at).first() + 1 == ranges.get(at + 1).first()
                && ranges.get(at + 1).verdict().equals(ranges.get(start).verdict());
    }

    /// The code for one audit architecture.
    ///
    /// @param decisions where the code of verdicts that depend on arguments begins
    private record Section(BpfAssembler assembler, Map<Verdict, Label> decisions) {

        /// Code that finds the group the accumulator is in, by halving.
        Label tree(List<List<Range>> groups) {
            if (groups.size() == 1) {
                return group(groups.getFirst());
            }
            int middle = groups.size() / 2;
            Label above = tree(groups.subList(middle, groups.size()));
            Label below = tree(groups.subList(0, middle));
            int border = (int) groups.get(middle).getFirst().first();
            return assembler.compare(BPF_JGE_K, border, above, below);
        }

        /// One comparison for each exception, every second range; the others are alike.
        private Label group(List<Range> ranges) {
            Label next = verdict(ranges.getFirst().verdict());
            for (int i = ranges.size() - 2; i > 0; i -= 2) {
                Label exception = verdict(ranges.get(i).verdict());
                int number = (int) ranges.get(i).first();
                next = assembler.compare(BPF_JEQ_K, number, exception, next);
            }
            return next;
        }

        private Label verdict(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Always(SeccompAction action) ->
                        assembler.returning(action.returnValue());
                case Verdict.Depends depends -> decision(depends);
            };
        }

        private Label decision(Verdict.Depends depends) {
            Label known = decisions.get(depends);
            if (known != null) {
                return known;
            }
            TestCompiler tests = new TestCompiler(assembler, depends.wordBits() == 64);
            Label next = assembler.returning(depends.otherwise().returnValue());
            for (Verdict.Case one : depends.cases().reversed()) {
                Label yes = assembler.returning(one.action().returnValue());
                next = tests.all(one.tests(), yes, next);
            }
            decisions.put(depends, next);
            return next;
        }
    }
}
