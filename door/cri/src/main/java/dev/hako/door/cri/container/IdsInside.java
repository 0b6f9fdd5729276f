package dev.hako.door.cri.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What ids of the machine are in a process's user namespace (user_namespaces(7)).
///
/// @param ranges as `uid_map` and `gid_map` have them
record IdsInside(List<Range> ranges) {
    /// What the kernel shows for an id that has none there.
    private static final long NOBODY = 65_534;

    private static final int COLUMNS = 3;

    /// @param inside the first id there
    /// @param outside the same here
    record Range(long inside, long outside, long count) {}

    static IdsInside read(Path map) throws IOException {
        return parse(Files.readAllLines(map));
    }

    static IdsInside parse(List<String> lines) {
        List<Range> ranges = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split(" +", -1);
            if (words.length == COLUMNS) {
                ranges.add(
                        new Range(
                                Long.parseLong(words[0]),
                                Long.parseLong(words[1]),
                                Long.parseLong(words[2])));
            }
        }
        return new IdsInside(ranges);
    }

    long of(long outside) {
        for (Range range : ranges) {
            long offset = outside - range.outside;
            if (offset >= 0 && offset < range.count) {
                return range.inside + offset;
            }
        }
        return NOBODY;
    }
}
