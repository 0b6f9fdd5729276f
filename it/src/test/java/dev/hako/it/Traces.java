package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/// What the containers and pods of one instance leave on the host: mounts, control groups,
/// processes and directories. After the last container is removed there must be nothing.
final class Traces {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final List<String> FOLDERS =
            List.of(
                    "root/containers",
                    "root/layers",
                    "root/names",
                    "root/pods",
                    "root/pod-names",
                    "run/temporary-pods",
                    "run/containers",
                    "run/pods");

    private final Hako hako;
    private final Set<String> ids = new ConcurrentSkipListSet<>();

    Traces(Hako hako) {
        this.hako = hako;
    }

    /// Remembers the containers there are now: their control groups have their ids for names, and
    /// nothing else tells which instance made one.
    void note() {
        for (String folder : FOLDERS) {
            children(hako.place().resolve(folder)).stream()
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .forEach(ids::add);
        }
    }

    /// How many containers have been noted.
    int noted() {
        return ids.size();
    }

    /// A line for each thing that is there now.
    List<String> all() {
        List<String> found = new ArrayList<>();
        found.addAll(directories());
        found.addAll(mounts());
        found.addAll(cgroups());
        found.addAll(processes());
        return found;
    }

    private List<String> directories() {
        return FOLDERS.stream()
                .flatMap(folder -> children(hako.place().resolve(folder)).stream())
                .map(path -> "directory " + path)
                .toList();
    }

    private List<String> mounts() {
        return lines(Path.of("/proc/self/mountinfo"))
                .filter(line -> line.contains(hako.place().toString()))
                .map(line -> "mount " + line)
                .toList();
    }

    private List<String> cgroups() {
        return children(CGROUPS).stream()
                .flatMap(hierarchy -> ids.stream().map(hierarchy.resolve("hako")::resolve))
                .filter(Files::exists)
                .map(path -> "cgroup " + path)
                .toList();
    }

    /// Processes that hold something of this instance, its engine and this test excepted.
    private List<String> processes() {
        long engine = hako.engine().map(ProcessHandle::pid).orElse(-1L);
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != engine)
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(this::holds)
                .map(process -> "process " + process.pid() + " " + process.info().command())
                .toList();
    }

    private boolean holds(ProcessHandle process) {
        Path directory = Path.of("/proc", String.valueOf(process.pid()));
        String place = hako.place().toString();
        return Stream.concat(
                        lines(directory.resolve("mountinfo")),
                        children(directory.resolve("fd")).stream().map(Traces::target))
                .anyMatch(text -> text.contains(place));
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8).lines();
        } catch (IOException e) {
            return Stream.empty(); // the process has ended meanwhile
        }
    }

    private static List<Path> children(Path folder) {
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            return List.of(); // not there, or not any more
        }
    }
}
