package dev.hako.door.cri.stat;

import dev.hako.engine.Container;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// The processes of a container, and what they have open: counted in procfs. Those that end
/// meanwhile are left out.
///
/// @param processes how many there are
/// @param descriptors that all of them have open together
/// @param sockets of these
/// @param openFiles how many descriptors the first process may have; empty: there is no limit
record Census(long processes, long descriptors, long sockets, OptionalLong openFiles) {
    private static final String OPEN_FILES = "Max open files";

    static Census of(Container container) {
        List<Integer> pids = pids(container);
        Census all = new Census(0, 0, 0, OptionalLong.empty());
        for (int pid : pids) {
            all = all.with(Path.of("/proc/" + pid));
        }
        OptionalLong most =
                container.state().running().stream()
                        .flatMapToLong(run -> openFiles(Path.of("/proc/" + run.pid())).stream())
                        .findFirst();
        return new Census(all.processes, all.descriptors, all.sockets, most);
    }

    /// Whoever has no processes of its own to be told from others has none to be counted.
    private static List<Integer> pids(Container container) {
        try {
            return container.control().processes();
        } catch (Failure cannotTell) {
            return List.of();
        }
    }

    private Census with(Path process) {
        long opened = 0;
        long connected = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path one : open) {
                opened++;
                connected += isSocket(one) ? 1 : 0;
            }
        } catch (IOException ended) {
            return this;
        }
        return new Census(processes + 1, descriptors + opened, sockets + connected, openFiles);
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }

    /// The soft limit, in `Max open files 1024 4096 files`.
    private static OptionalLong openFiles(Path process) {
        try {
            return Files.readAllLines(process.resolve("limits")).stream()
                    .filter(line -> line.startsWith(OPEN_FILES))
                    .map(line -> line.substring(OPEN_FILES.length()).strip().split(" +", -1)[0])
                    .filter(limit -> !limit.equals("unlimited"))
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException ended) {
            return OptionalLong.empty();
        }
    }
}
