package dev.hako.compare.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A contender's cgroup, which counts the CPU time of everything in it and below it.
///
/// Commands live in `commands`, containers below `containers`: on cgroup v2 a cgroup has either
/// processes or children with controllers. On v1 this is one path in every hierarchy, though only
/// `cpuacct` is joined.
public final class Account implements AutoCloseable {
    /// What the names of all groups begin with; the process follows.
    static final String PREFIX = "hako-compare-";

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Duration LONGEST_UNREST = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final boolean unified;
    private final boolean counts;
    private final Path commands;

    private Account(String name, boolean unified, boolean counts) {
        this.name = name;
        this.unified = unified;
        this.counts = counts;
        this.commands = top().resolve("commands");
    }

    /// A fresh account.
    ///
    /// @throws UncheckedIOException if this machine lets us make none, as for an ordinary user
    public static Account open(String contender) {
        boolean unified = Files.exists(MOUNT.resolve("cgroup.controllers"));
        String name = PREFIX + ProcessHandle.current().pid() + "-" + contender;
        Account account = new Account(name, unified, true);
        try {
            Files.createDirectories(account.commands);
            delegate(account.commands);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a cgroup: " + e + "; hint: be root", e);
        }
        return account;
    }

    /// One for whom nothing is counted: nobody but root may make groups.
    public static Account uncounted(String contender) {
        return new Account(PREFIX + "none-" + contender, false, false);
    }

    /// Whether anything is counted.
    public boolean counts() {
        return counts;
    }

    /// Whether accounts can be opened here: root can.
    public static boolean areOpen() {
        return Files.isWritable(
                Files.exists(MOUNT.resolve("cgroup.controllers"))
                        ? MOUNT.resolve("cgroup.procs")
                        : MOUNT.resolve("cpuacct/tasks"));
    }

    /// Marks a cgroup as given away, as systemd does for `Delegate=yes`: an engine then makes the
    /// groups of its containers here, where they are counted, too.
    private static void delegate(Path group) throws IOException {
        Files.getFileAttributeView(group, UserDefinedFileAttributeView.class)
                .write("delegate", ByteBuffer.wrap(new byte[] {'1'}));
    }

    private Path top() {
        return (unified ? MOUNT : MOUNT.resolve("cpuacct")).resolve(name);
    }

    /// The file that a process with one thread writes `0` to, to have itself and its children to
    /// come counted.
    public Path entrance() {
        return !counts ? Path.of("-") : commands.resolve(unified ? "cgroup.procs" : "tasks");
    }

    /// The path below which containers must be to be counted, from the top of the hierarchy.
    public String containers() {
        return "/" + name + "/containers";
    }

    /// The CPU time of all that ever lived here, in nanoseconds; on v2 in steps of a microsecond.
    public long usageNanos() {
        if (!counts) {
            return 0;
        }
        return unified
                ? TimeUnit.MICROSECONDS.toNanos(usageMicros(read(top().resolve("cpu.stat"))))
                : Long.parseLong(read(top().resolve("cpuacct.usage")).strip());
    }

    static long usageMicros(String stat) {
        return stat.lines()
                .filter(line -> line.startsWith("usage_usec "))
                .mapToLong(line -> Long.parseLong(line.substring("usage_usec ".length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("cpu.stat has no usage_usec"));
    }

    /// Waits until the counter stands still for a millisecond, 50 at most, and answers it.
    public long restedNanos() {
        if (!counts) {
            return 0;
        }
        long end = System.nanoTime() + LONGEST_UNREST.toNanos();
        long before = usageNanos();
        while (true) {
            LockSupport.parkNanos(GLANCE_NANOS);
            long now = usageNanos();
            if (now == before || System.nanoTime() - end > 0) {
                return now;
            }
            before = now;
        }
    }

    /// The processes that live here now.
    public List<Long> processes() {
        return trees().stream().flatMap(tree -> processesBelow(tree).stream()).distinct().toList();
    }

    private static List<Long> processesBelow(Path tree) {
        List<Long> processes = new ArrayList<>();
        for (Path group : groups(tree)) {
            try (Stream<String> lines = Files.lines(group.resolve("cgroup.procs"))) {
                lines.map(Long::valueOf).forEach(processes::add);
            } catch (IOException | UncheckedIOException e) {
                // It went while we looked.
            }
        }
        return processes;
    }

    /// This path in each hierarchy where it exists.
    private List<Path> trees() {
        if (!counts) {
            return List.of();
        }
        if (unified) {
            return List.of(top());
        }
        List<Path> trees = new ArrayList<>();
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(MOUNT)) {
            for (Path hierarchy : hierarchies) {
                if (Files.isDirectory(hierarchy.resolve(name))) {
                    trees.add(hierarchy.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return trees;
    }

    /// A cgroup and all below it, the lowest first.
    private static List<Path> groups(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // It went while we looked.
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kills whatever lives here and removes the cgroups.
    @Override
    public void close() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!trees().isEmpty() && System.nanoTime() - end < 0) {
            processes()
                    .forEach(
                            pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            trees().stream().flatMap(tree -> groups(tree).stream()).forEach(Account::remove);
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private static void remove(Path group) {
        // A busy one still has ending processes, and the caller comes back for it. (Files.delete
        // would have to say so by an exception.)
        group.toFile().delete();
    }
}
