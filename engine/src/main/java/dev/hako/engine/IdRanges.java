package dev.hako.engine;

import dev.hako.engine.store.IdRange;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Chooses ids for containers with users of their own: no two containers and no user of the machine
/// have one in common.
///
/// They are of the part that systemd sets aside for containers (`UIDS-GIDS.md` of systemd), without
/// what `/etc/subuid` and `/etc/subgid` give to users (subuid(5)). A search begins at a place that
/// depends on the container, so that engines who do not know of each other rarely choose the same.
///
/// @param grants files of lines `NAME:FIRST:COUNT`
record IdRanges(List<Path> grants) {
    private static final long FIRST = 524_288;
    private static final long END = 1_879_048_192;
    private static final int COUNT = (int) ((END - FIRST) / IdRange.COUNT);
    private static final long LONGEST_FILE = 1 << 20;

    /// What is in use.
    private record Taken(long first, long end) {}

    /// The machine's.
    static IdRanges ofMachine() {
        return new IdRanges(List.of(Path.of("/etc/subuid"), Path.of("/etc/subgid")));
    }

    /// A free range.
    ///
    /// @param id the container's
    /// @param others of all other containers
    IdRange choose(String id, Collection<IdRange> others) {
        List<Taken> taken = granted();
        others.forEach(other -> taken.add(new Taken(other.first(), other.end())));
        int start = (int) (Long.parseLong(id.substring(0, 12), 16) % COUNT);
        for (int i = 0; i < COUNT; i++) {
            IdRange range = new IdRange(FIRST + (long) ((start + i) % COUNT) * IdRange.COUNT);
            if (taken.stream().noneMatch(other -> range.overlaps(other.first, other.end))) {
                return range;
            }
        }
        throw Failure.of(
                        Failure.Kind.EXHAUSTED,
                        "no range of ids is free for option --userns \"private\"")
                .hint("remove containers that have one, or shorten the ranges of /etc/subuid");
    }

    private List<Taken> granted() {
        List<Taken> granted = new ArrayList<>();
        for (Path file : grants) {
            try {
                if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_FILE) {
                    Files.readAllLines(file).forEach(line -> add(line, granted));
                }
            } catch (IOException e) {
                // Who cannot read it cannot map the ids that it grants either.
            }
        }
        return granted;
    }

    private static void add(String line, List<Taken> granted) {
        String[] parts = line.strip().split(":", -1);
        try {
            if (parts.length == 3) {
                long first = Long.parseLong(parts[1]);
                granted.add(new Taken(first, first + Long.parseLong(parts[2])));
            }
        } catch (NumberFormatException e) {
            // Not a grant: newuidmap(1) leaves such a line out, too.
        }
    }
}
