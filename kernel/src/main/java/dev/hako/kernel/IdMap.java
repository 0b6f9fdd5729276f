package dev.hako.kernel;

import java.util.ArrayList;
import java.util.List;

/// The users or groups of a user namespace: user_namespaces(7), `/proc/self/uid_map`.
///
/// @param ranges in the kernel's order; empty if there are no user namespaces at all
public record IdMap(List<Range> ranges) {
    private static final long ALL_IDS = 0xffff_ffffL;

    /// Ids `inside` up to `inside + count` are `outside` and up in the parent namespace.
    public record Range(long inside, long outside, long count) {
        private boolean contains(long id) {
            return id >= inside && id < inside + count;
        }
    }

    public IdMap {
        ranges = List.copyOf(ranges);
    }

    /// The users of this process.
    public static IdMap users() {
        return own("uid_map");
    }

    /// The groups of this process.
    public static IdMap groups() {
        return own("gid_map");
    }

    private static IdMap own(String file) {
        return parse(ProcFile.find("/proc/self/" + file).orElse("").lines().toList());
    }

    /// Reads lines of three numbers.
    public static IdMap parse(List<String> lines) {
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
    public boolean isNamespace() {
        return !ranges.isEmpty() && !ranges.equals(List.of(new Range(0, 0, ALL_IDS)));
    }

    /// How many ids there are.
    public long count() {
        long count = 0;
        for (Range range : ranges) {
            count += range.count();
        }
        return ranges.isEmpty() ? ALL_IDS : count;
    }

    /// Whether the namespace has an id, a number without sign.
    public boolean contains(int id) {
        long number = Integer.toUnsignedLong(id);
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(number));
    }

    /// Who an id is in the parent namespace; itself where nothing is mapped.
    public long outside(long inside) {
        for (Range range : ranges) {
            if (range.contains(inside)) {
                return range.outside() + inside - range.inside();
            }
        }
        return inside;
    }

    /// Who this namespace's root is outside: the user the engine works for.
    public long outsideOfRoot() {
        return outside(0);
    }

    /// `0-65535, 100000-165535`: the ids inside.
    @Override
    public String toString() {
        List<String> spans = new ArrayList<>(ranges.size());
        for (Range range : ranges) {
            spans.add(
                    range.count == 1
                            ? Long.toString(range.inside)
                            : range.inside + "-" + (range.inside + range.count - 1));
        }
        return String.join(", ", spans);
    }
}
