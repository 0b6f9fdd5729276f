package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.Optional;

/// What a file is: statx(2).
///
/// @param device the file system's device number
/// @param mountId the mount it was reached through, as in `/proc/self/mountinfo`
/// @param mode type and permission bits
/// @param size in bytes
/// @param blocks allocated, of 512 bytes
/// @param rdev the number of a device file, else [Device#NONE]
public record Stat(
        Device device,
        long mountId,
        long ino,
        int mode,
        int nlink,
        int uid,
        int gid,
        Device rdev,
        long size,
        long blocks,
        Instant mtime,
        Instant ctime) {
    static final int STATX_BASIC_STATS = 0x7ff;
    static final int STATX_MNT_ID = 0x1000;

    /// The file behind a descriptor.
    public static Stat of(Fd fd) {
        return at(fd, NativePath.empty(), Open.AT_EMPTY_PATH);
    }

    /// A file by name; `flags` is a set of `AT_…`, without which links are followed.
    public static Stat at(Fd dir, NativePath path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            StatxStruct stat = StatxStruct.allocate(arena);
            check(call(dir, path, flags, stat, arena), "statx", path.isEmpty() ? dir : path);
            return of(stat);
        }
    }

    /// A file by name, links not followed, or nothing if there is none.
    public static Optional<Stat> find(Fd dir, NativePath path) {
        try (Arena arena = Arena.ofConfined()) {
            StatxStruct stat = StatxStruct.allocate(arena);
            int result = call(dir, path, Open.AT_SYMLINK_NOFOLLOW, stat, arena);
            if (result == -Errno.ENOENT.number()) {
                return Optional.empty();
            }
            check(result, "statx", path);
            return Optional.of(of(stat));
        }
    }

    private static int call(Fd dir, NativePath path, int flags, StatxStruct stat, Arena arena) {
        return FileCalls.statx(
                dir.number(),
                path.in(arena),
                flags | Open.AT_NO_AUTOMOUNT,
                STATX_BASIC_STATS | STATX_MNT_ID,
                stat.segment());
    }

    private static Stat of(StatxStruct s) {
        return new Stat(
                s.dev(),
                s.mntId(),
                s.ino(),
                s.mode(),
                s.nlink(),
                s.uid(),
                s.gid(),
                s.rdev(),
                s.size(),
                s.blocks(),
                s.mtime(),
                s.ctime());
    }

    public FileType type() {
        return FileType.ofMode(mode);
    }

    /// The permission bits, set-id and sticky included.
    public int permissions() {
        return mode & 0xfff;
    }

    public boolean isDirectory() {
        return type() == FileType.DIRECTORY;
    }

    /// Whether both are the same file.
    public boolean isSameFile(Stat other) {
        return ino == other.ino && device.equals(other.device);
    }
}
