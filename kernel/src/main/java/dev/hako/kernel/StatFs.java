package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What a file system is and has room for: statfs(2).
///
/// @param type its magic number, for example [#OVERLAYFS_SUPER_MAGIC]
/// @param blockSize in bytes; the counts of blocks are of this size
/// @param availableBlocks free for ordinary users
/// @param flags how it is mounted, a set of `ST_…`
public record StatFs(
        long type,
        long blockSize,
        long blocks,
        long freeBlocks,
        long availableBlocks,
        long files,
        long freeFiles,
        long flags) {
    /// Programs on it cannot be executed.
    public static final long ST_NOEXEC = 8;

    public static final long OVERLAYFS_SUPER_MAGIC = 0x794c7630;
    public static final long TMPFS_MAGIC = 0x01021994;
    public static final long PROC_SUPER_MAGIC = 0x9fa0;
    public static final long NSFS_MAGIC = 0x6e736673;
    public static final long CGROUP_SUPER_MAGIC = 0x27e0eb;
    public static final long CGROUP2_SUPER_MAGIC = 0x63677270;

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("f_type"),
                            JAVA_LONG.withName("f_bsize"),
                            JAVA_LONG.withName("f_blocks"),
                            JAVA_LONG.withName("f_bfree"),
                            JAVA_LONG.withName("f_bavail"),
                            JAVA_LONG.withName("f_files"),
                            JAVA_LONG.withName("f_ffree"),
                            JAVA_LONG.withName("f_fsid"),
                            JAVA_LONG.withName("f_namelen"),
                            JAVA_LONG.withName("f_frsize"),
                            JAVA_LONG.withName("f_flags"),
                            Struct.padding(32))
                    .withName("statfs");

    /// The file system a file is on.
    public static StatFs of(Fd fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment s = arena.allocate(LAYOUT);
            check(FileCalls.fstatfs(fd.number(), s), "fstatfs", fd);
            return read(s);
        }
    }

    /// The file system a path is on, links followed.
    public static StatFs of(NativePath path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment s = arena.allocate(LAYOUT);
            check(FileCalls.statfs(path.in(arena), s), "statfs", path);
            return read(s);
        }
    }

    private static final long FLAGS = Struct.offset(LAYOUT, "f_flags");

    /// All fields up to the flags are words, in the order of this record.
    private static StatFs read(MemorySegment s) {
        return new StatFs(
                s.getAtIndex(JAVA_LONG, 0),
                s.getAtIndex(JAVA_LONG, 1),
                s.getAtIndex(JAVA_LONG, 2),
                s.getAtIndex(JAVA_LONG, 3),
                s.getAtIndex(JAVA_LONG, 4),
                s.getAtIndex(JAVA_LONG, 5),
                s.getAtIndex(JAVA_LONG, 6),
                s.get(JAVA_LONG, FLAGS));
    }
}
