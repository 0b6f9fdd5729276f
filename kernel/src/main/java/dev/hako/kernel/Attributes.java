package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/// Changing who owns a file, what may be done with it and when it changed: chmod(2), chown(2),
/// utimensat(2).
public final class Attributes {
    static final long UTIME_OMIT = (1L << 30) - 2;

    private Attributes() {}

    /// Sets the permission bits of an open file.
    public static void fchmod(Fd fd, int mode) {
        check(FileCalls.fchmod(fd.number(), mode), "fchmod", fd);
    }

    /// Sets permission bits by name. A link in the last component is followed: Linux links have no
    /// permissions of their own.
    public static void fchmodat(Fd dir, NativePath path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            check(FileCalls.fchmodat(dir.number(), path.in(arena), mode), "fchmodat", path);
        }
    }

    /// Sets the owner of an open file; -1 keeps an id. It clears set-id bits.
    public static void fchown(Fd fd, int uid, int gid) {
        check(FileCalls.fchown(fd.number(), uid, gid), "fchown", fd);
    }

    /// Sets the owner by name, of a link itself if it is one; -1 keeps an id.
    public static void lchownat(Fd dir, NativePath path, int uid, int gid) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    FileCalls.fchownat(
                            dir.number(), path.in(arena), uid, gid, Open.AT_SYMLINK_NOFOLLOW);
            check(result, "fchownat", path);
        }
    }

    /// Sets the time of the last change of content of an open file. The time of the last access is
    /// kept.
    public static void mtime(Fd fd, Instant mtime) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    FileCalls.utimensat(fd.number(), MemorySegment.NULL, times(mtime, arena), 0);
            check(result, "utimensat", fd);
        }
    }

    /// The same by name, of a link itself if it is one.
    public static void mtimeat(Fd dir, NativePath path, Instant mtime) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    FileCalls.utimensat(
                            dir.number(),
                            path.in(arena),
                            times(mtime, arena),
                            Open.AT_SYMLINK_NOFOLLOW);
            check(result, "utimensat", path);
        }
    }

    private static MemorySegment times(Instant mtime, Arena arena) {
        MemorySegment times = arena.allocate(4 * JAVA_LONG.byteSize());
        times.setAtIndex(JAVA_LONG, 1, UTIME_OMIT);
        times.setAtIndex(JAVA_LONG, 2, mtime.getEpochSecond());
        times.setAtIndex(JAVA_LONG, 3, mtime.getNano());
        return times;
    }
}
