package dev.hako.engine.files;

import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.ProcessStatus;
import java.util.List;

/// The processes of a container with a kernel of its own, by the procfs that it sees.
public final class GuestProcesses {
    /// As many as are asked about.
    private static final int MOST = 10_000;

    private GuestProcesses() {}

    /// Those that it has now, in order of the numbers that they have inside.
    public static List<ProcessStatus> of(Place.InRoot root) {
        int flags = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
        try (Fd procfs = Open.inRoot(root.root(), NativePath.of("proc"), flags)) {
            return Directory.list(procfs).stream()
                    .map(DirectoryEntry::name)
                    .map(NativePath::toString)
                    .filter(name -> name.matches("[1-9]\\d{0,6}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .limit(MOST)
                    .flatMap(pid -> ProcessStatus.find(procfs, pid).stream())
                    .toList();
        }
    }
}
