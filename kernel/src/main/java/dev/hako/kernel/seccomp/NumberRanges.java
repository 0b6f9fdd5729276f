package dev.hako.kernel.seccomp;

import dev.hako.kernel.SyscallAbi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// All 2³² numbers of one audit architecture, cut into ranges with the same verdict.
final class NumberRanges {
    /// Where numbers of x32 begin.
    private static final long X32 = Integer.toUnsignedLong(SyscallAbi.X32.numberBit());

    /// What a tracer puts in place of a number to skip the call.
    private static final long SKIPPED = 0xffffffffL;

    /// @param first the lowest number; the range ends where the next one begins
    record Range(long first, Verdict verdict) {}

    private final SeccompFilter filter;
    private final List<Range> ranges = new ArrayList<>();

    private NumberRanges(SeccompFilter filter) {
        this.filter = filter;
    }

    /// The ranges for an audit architecture that at least one numbering of the filter has, in
    /// ascending order and without equal neighbours.
    static List<Range> of(int auditArch, SeccompFilter filter) {
        NumberRanges ranges = new NumberRanges(filter);
        boolean x86 = auditArch == SyscallAbi.X86_64.auditArch();
        ranges.lower(auditArch, x86);
        if (x86) {
            ranges.upper();
        }
        return List.copyOf(ranges.ranges);
    }

    private void lower(int auditArch, boolean x86) {
        List<SyscallAbi> plain =
                filter.abis().stream()
                        .filter(abi -> abi.auditArch() == auditArch && abi.numberBit() == 0)
                        .toList();
        if (plain.isEmpty()) {
            append(0, new Verdict.Always(SeccompAction.KILL_THREAD));
        } else {
            append(plain.getFirst(), 0, x86 ? X32 : SKIPPED + 1);
        }
    }

    private void upper() {
        if (filter.abis().contains(SyscallAbi.X32)) {
            append(SyscallAbi.X32, X32, SKIPPED + 1);
        } else {
            append(X32, new Verdict.Always(SeccompAction.KILL_THREAD));
            append(SKIPPED, new Verdict.Always(filter.defaultAction()));
        }
    }

    /// Appends what one numbering has between `from` and `end`.
    private void append(SyscallAbi abi, long from, long end) {
        Verdict otherwise = new Verdict.Always(filter.defaultAction());
        SortedMap<Integer, Verdict> verdicts = CallVerdicts.of(abi, filter);
        append(from, otherwise);
        for (Map.Entry<Integer, Verdict> entry : verdicts.entrySet()) {
            long number = Integer.toUnsignedLong(entry.getKey());
            append(number, entry.getValue());
            append(number + 1, otherwise);
        }
        if (filter.hidesNewerCalls()) {
            CallVerdicts.firstUnknown(abi, filter)
                    .ifPresent(first -> hideFrom(Integer.toUnsignedLong(first), end));
        }
    }

    private void hideFrom(long first, long end) {
        if (first < end) {
            append(first, CallVerdicts.unknown());
        }
    }

    private void append(long first, Verdict verdict) {
        if (!ranges.isEmpty() && ranges.getLast().first == first) {
            ranges.removeLast();
        }
        if (ranges.isEmpty() || !ranges.getLast().verdict.equals(verdict)) {
            ranges.add(new Range(first, verdict));
        }
    }
}
