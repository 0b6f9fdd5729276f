package dev.hako.isolation.host;

import java.util.ArrayList;
import java.util.List;

/// The users of this process's user namespace: user_namespaces(7), `/proc/self/uid_map`.
///
/// @param ranges in the kernel's order; empty if there are no user namespaces at all
record IdMap(List<Range> ranges) {
    private static final long ALL_IDS = 0xffff_ffffL;

    /// Ids `inside` up to `inside + count` are `outside` and up in the parent namespace.
    record Range(long inside, long outside, long count) {}

    IdMap {
        ranges = List.copyOf(ranges);
    }

    static IdMap own() {
        return parse(ProcText.lines("/proc/self/uid_map"));
    }

    static IdMap parse(List<String> lines) {
        var ranges = new ArrayList<Range>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length == 3) {
                ranges.add(
                        new Range(
                                Long.parseLong(words[0]),
                                Long.parseLong(words[1]),
                                Long.parseLong(words[2])));
            }
        }
        return new IdMap(ranges);
    }

    /// Whether this is any other namespace than the machine's first one.
    boolean isNamespace() {
        return !ranges.isEmpty() && !ranges.equals(List.of(new Range(0, 0, ALL_IDS)));
    }

    /// How many ids there are.
    long count() {
        long count = 0;
        for (Range range : ranges) {
            count += range.count();
        }
        return ranges.isEmpty() ? ALL_IDS : count;
    }

    /// Who this namespace's root is outside: the user the engine works for.
    long outsideOfRoot() {
        for (Range range : ranges) {
            if (range.inside() <= 0 && range.inside() + range.count() > 0) {
                return range.outside() - range.inside();
            }
        }
        return 0;
    }
}
