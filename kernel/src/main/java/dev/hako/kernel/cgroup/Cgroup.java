package dev.hako.kernel.cgroup;

import dev.hako.kernel.Access;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Signal;
import dev.hako.kernel.ThisProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One control group: a directory of a [Hierarchy]. It need not exist.
///
/// @param path of the directory
public record Cgroup(Hierarchy hierarchy, NativePath path) {
    private static final int LIMIT_BYTES = 1 << 20;
    private static final long PAUSE_NANOS = 1_000_000;

    /// A group below this one.
    public Cgroup child(NativePath relative) {
        return new Cgroup(hierarchy, path.resolve(relative));
    }

    /// A group below this one.
    public Cgroup child(String relative) {
        return child(NativePath.of(relative));
    }

    /// Makes the directory if it is not there; the one above must be.
    ///
    /// @return whether it was made now
    public boolean create() {
        return Names.makeMissing(Fd.CWD, path, 0755);
    }

    public boolean exists() {
        return Access.allowed(Fd.CWD, path, Access.F_OK);
    }

    /// Whether this process may make groups in it and move processes.
    public boolean isWritable() {
        return Access.allowed(Fd.CWD, path, Access.W_OK)
                && Access.allowed(Fd.CWD, path.resolve("cgroup.procs"), Access.W_OK);
    }

    /// Opens the directory, for `CLONE_INTO_CGROUP` and the like.
    public Fd open() {
        return Open.openat(Fd.CWD, path, Open.O_RDONLY | Open.O_DIRECTORY);
    }

    /// Opens a control file, `flags` being `O_RDONLY`, `O_WRONLY` or `O_RDWR`.
    public Fd open(String file, int flags) {
        return Open.openat(Fd.CWD, path.resolve(file), flags);
    }

    /// The text of a control file, without the newline at its end.
    public String read(String file) {
        try (Fd fd = open(file, Open.O_RDONLY)) {
            String text = new String(fd.readAll(LIMIT_BYTES), StandardCharsets.UTF_8);
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        }
    }

    /// The text of a control file, or nothing if the group has no such file.
    public Optional<String> find(String file) {
        try {
            return Optional.of(read(file));
        } catch (KernelException e) {
            // ENODEV: the group was removed while the file was open.
            if (e.isAny(Errno.ENOENT, Errno.ENODEV, Errno.EOPNOTSUPP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Writes a control file in one call, as the kernel requires.
    public void write(String file, String value) {
        NativePath name = path.resolve(file);
        try (Fd fd = Open.openat(Fd.CWD, name, Open.O_WRONLY)) {
            fd.writeAll(value.getBytes(StandardCharsets.UTF_8));
        } catch (KernelException e) {
            throw new KernelException(e.number(), "write \"" + value + "\" to", name.toString());
        }
    }

    /// The processes in this group itself; 0 stands for one this pid namespace cannot see.
    public List<Integer> processes() {
        return find("cgroup.procs").stream().flatMap(String::lines).map(Integer::parseInt).toList();
    }

    /// The processes in this group and in all below it.
    public List<Integer> everyone() {
        List<Integer> all = new ArrayList<>(processes());
        children().forEach(child -> all.addAll(child.everyone()));
        return all;
    }

    /// This group or the one above it that has a name.
    ///
    /// @param name one component of the path, below the hierarchy's mount point
    public Optional<Cgroup> named(String name) {
        String whole = new String(path.bytes(), StandardCharsets.ISO_8859_1) + "/";
        int at = whole.indexOf("/" + name + "/", hierarchy.mountPoint().length());
        if (at < 0) {
            return Optional.empty();
        }
        String above = whole.substring(0, at + 1 + name.length());
        NativePath found = NativePath.of(above.getBytes(StandardCharsets.ISO_8859_1));
        return Optional.of(new Cgroup(hierarchy, found));
    }

    /// Moves a process, with all its threads, into this group.
    public void add(int pid) {
        write("cgroup.procs", Integer.toString(pid));
    }

    /// The groups directly below.
    public List<Cgroup> children() {
        List<Cgroup> children = new ArrayList<>();
        try (Fd dir = open()) {
            for (DirectoryEntry entry : Directory.list(dir)) {
                if (entry.type() == FileType.DIRECTORY) {
                    children.add(child(entry.name()));
                }
            }
        } catch (KernelException e) {
            if (!e.isAny(Errno.ENOENT, Errno.ENODEV)) {
                throw e;
            }
        }
        return children;
    }

    /// Kills every process in this group and below it, and waits until none is left.
    ///
    /// @throws KernelException `ETIMEDOUT` if some are left after `patience`
    public void kill(Duration patience) {
        if (hierarchy.version() == Hierarchy.Version.V2 && exists("cgroup.kill")) {
            write("cgroup.kill", "1");
            await("kill", patience, () -> everyone().isEmpty());
            return;
        }
        // Without one call for all, processes may fork while they are killed one by one.
        await(
                "kill",
                patience,
                () -> {
                    List<Integer> left = everyone();
                    left.stream()
                            .filter(pid -> pid > 0)
                            .forEach(pid -> ThisProcess.kill(pid, Signal.SIGKILL));
                    return left.isEmpty();
                });
    }

    /// Stops every process in this group and below it, and waits until they have stopped. Version 1
    /// needs the `freezer` hierarchy.
    public void freeze(Duration patience) {
        switch (hierarchy.version()) {
            case V1 -> write("freezer.state", "FROZEN");
            case V2 -> write("cgroup.freeze", "1");
        }
        await("freeze", patience, this::isFrozen);
    }

    /// Lets them go on.
    public void thaw() {
        switch (hierarchy.version()) {
            case V1 -> write("freezer.state", "THAWED");
            case V2 -> write("cgroup.freeze", "0");
        }
    }

    /// Whether all of them have stopped.
    public boolean isFrozen() {
        return switch (hierarchy.version()) {
            case V1 -> find("freezer.state").filter("FROZEN"::equals).isPresent();
            case V2 ->
                    KeyedText.parse(find("cgroup.events").orElse("")).number("frozen").orElse(0)
                            == 1;
        };
    }

    /// Removes this group and all below it, which must have no processes; waits while the kernel
    /// still has ended ones in it. It is no error if there is none.
    ///
    /// @throws KernelException `ETIMEDOUT` if that lasts longer than `patience`
    public void remove(Duration patience) {
        await("rmdir", patience, this::tryRemove);
    }

    private boolean tryRemove() {
        boolean removed = true;
        for (Cgroup child : children()) {
            removed &= child.tryRemove();
        }
        if (!removed) {
            return false;
        }
        try {
            Names.rmdirat(Fd.CWD, path);
            return true;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return true;
            }
            if (e.isAny(Errno.EBUSY, Errno.ENOTEMPTY)) {
                return false;
            }
            throw e;
        }
    }

    /// Whether it has a control file.
    public boolean exists(String file) {
        return Access.allowed(Fd.CWD, path.resolve(file), Access.F_OK);
    }

    private void await(String call, Duration patience, BooleanSupplier done) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new KernelException(Errno.ETIMEDOUT.number(), call, path.toString());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
