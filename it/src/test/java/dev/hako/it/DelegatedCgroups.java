package dev.hako.it;

import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Control groups that belong to an ordinary user, as systemd makes with `Delegate=yes`. Closing
/// this removes them.
final class DelegatedCgroups implements AutoCloseable {
    private static final Path MOUNTS = Path.of("/sys/fs/cgroup");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final List<Path> groups = new ArrayList<>();

    private DelegatedCgroups() {}

    static DelegatedCgroups to(int uid) throws IOException {
        var made = new DelegatedCgroups();
        String name = "hako-it-" + ProcessHandle.current().pid();
        for (Path hierarchy : hierarchies()) {
            Path group = Files.createDirectory(hierarchy.resolve(name));
            made.groups.add(group);
            for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
                copy(hierarchy.resolve(file), group.resolve(file));
            }
            give(group, uid);
        }
        return made;
    }

    private static List<Path> hierarchies() {
        return Files.exists(MOUNTS.resolve("cgroup.controllers"))
                ? List.of(MOUNTS)
                : Stream.of("memory", "pids", "cpu", "cpuacct", "cpuset", "freezer")
                        .map(MOUNTS::resolve)
                        .filter(Files::isDirectory)
                        .toList();
    }

    /// A new group of version 1 has no processors, and takes no process until it has some.
    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.readString(to).isBlank()) {
            Files.writeString(to, Files.readString(from));
        }
    }

    /// The files that cgroups(7) has a delegater hand over.
    private static void give(Path group, int uid) throws IOException {
        for (String file : List.of("", "cgroup.procs", "tasks", "cgroup.subtree_control")) {
            Path path = group.resolve(file);
            if (Files.exists(path)) {
                Files.setAttribute(path, "unix:uid", uid);
            }
        }
    }

    /// Words that make the program after them run in these groups.
    List<String> wrapper() {
        String join =
                groups.stream()
                        .map(group -> "echo $$ > " + group.resolve("cgroup.procs"))
                        .collect(Collectors.joining("; "));
        return List.of("sh", "-c", join + "; exec \"$@\"", "sh");
    }

    @Override
    public void close() {
        for (Path group : groups) {
            Await.until("the end of " + group, DEADLINE, () -> remove(group));
        }
    }

    private static boolean remove(Path group) {
        try (var children = Files.list(group)) {
            children.filter(Files::isDirectory).forEach(DelegatedCgroups::remove);
            Files.delete(group);
            return true;
        } catch (IOException e) {
            return false; // an ended process is still being taken out
        }
    }
}
