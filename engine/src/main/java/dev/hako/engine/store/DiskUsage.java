package dev.hako.engine.store;

import dev.hako.kernel.Device;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/// How much a tree holds, a file with several names once: blocks of the disk, or bytes of its
/// files. What is mounted below it is not counted, and no link is followed.
public final class DiskUsage {
    private static final int MAX_DEPTH = 400;
    private static final long BLOCK = 512;
    private static final int DIRECTORY =
            Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW | Open.O_CLOEXEC;

    private final Set<FileId> counted = new HashSet<>();
    private final ToLongFunction<Stat> measure;
    private long bytes;
    private long files;

    /// What a tree takes: bytes on the disk, and files and directories.
    public record Total(long bytes, long files) {}

    private record FileId(Device device, long ino) {}

    private DiskUsage(ToLongFunction<Stat> measure) {
        this.measure = measure;
    }

    /// Bytes that the tree takes on the disk; 0 if there is none.
    public static long ofTree(Path path) {
        return of(path, stat -> stat.blocks() * BLOCK);
    }

    /// Bytes that the tree's files have, wherever there are holes in them; directories have none.
    public static long ofFiles(Path path) {
        return of(path, stat -> stat.isDirectory() ? 0 : stat.size());
    }

    /// Both of a tree, counted in one walk.
    public static Total total(Path path) {
        DiskUsage usage = walk(path, stat -> stat.blocks() * BLOCK);
        return new Total(usage.bytes, usage.files);
    }

    private static long of(Path path, ToLongFunction<Stat> measure) {
        return walk(path, measure).bytes;
    }

    private static DiskUsage walk(Path path, ToLongFunction<Stat> measure) {
        DiskUsage usage = new DiskUsage(measure);
        NativePath name = NativePath.of(path.toString());
        Optional<Stat> root = usage.look(Fd.CWD, name);
        root.ifPresent(stat -> usage.count(Fd.CWD, name, stat, 0));
        return usage;
    }

    private void count(Fd parent, NativePath name, Stat stat, int depth) {
        boolean first =
                stat.isDirectory()
                        || stat.nlink() == 1
                        || counted.add(new FileId(stat.device(), stat.ino()));
        bytes += first ? measure.applyAsLong(stat) : 0;
        files += first ? 1 : 0;
        if (stat.isDirectory() && depth < MAX_DEPTH) {
            countBelow(parent, name, stat, depth);
        }
    }

    private void countBelow(Fd parent, NativePath name, Stat above, int depth) {
        try (Fd directory = Open.openat(parent, name, DIRECTORY)) {
            for (DirectoryEntry entry : Directory.list(directory)) {
                look(directory, entry.name())
                        .filter(stat -> stat.mountId() == above.mountId())
                        .ifPresent(stat -> count(directory, entry.name(), stat, depth + 1));
            }
        } catch (KernelException e) {
            requireGone(e);
        }
    }

    private Optional<Stat> look(Fd parent, NativePath name) {
        try {
            return Stat.find(parent, name);
        } catch (KernelException e) {
            requireGone(e);
            return Optional.empty();
        }
    }

    /// What vanishes while it is counted, or may not be read, counts nothing.
    private static void requireGone(KernelException e) {
        if (!e.isAny(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.EACCES)) {
            throw e;
        }
    }
}
