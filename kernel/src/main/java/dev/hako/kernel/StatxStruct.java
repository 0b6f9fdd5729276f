package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.time.Instant;

/// `struct statx`, linux/stat.h: equal on both machines, unlike `struct stat`.
record StatxStruct(MemorySegment segment) {
    private static final StructLayout TIME =
            MemoryLayout.structLayout(
                    JAVA_LONG.withName("tv_sec"), JAVA_INT.withName("tv_nsec"), Struct.padding(4));

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("stx_mask"),
                            JAVA_INT.withName("stx_blksize"),
                            JAVA_LONG.withName("stx_attributes"),
                            JAVA_INT.withName("stx_nlink"),
                            JAVA_INT.withName("stx_uid"),
                            JAVA_INT.withName("stx_gid"),
                            JAVA_SHORT.withName("stx_mode"),
                            Struct.padding(2),
                            JAVA_LONG.withName("stx_ino"),
                            JAVA_LONG.withName("stx_size"),
                            JAVA_LONG.withName("stx_blocks"),
                            JAVA_LONG.withName("stx_attributes_mask"),
                            TIME.withName("stx_atime"),
                            TIME.withName("stx_btime"),
                            TIME.withName("stx_ctime"),
                            TIME.withName("stx_mtime"),
                            JAVA_INT.withName("stx_rdev_major"),
                            JAVA_INT.withName("stx_rdev_minor"),
                            JAVA_INT.withName("stx_dev_major"),
                            JAVA_INT.withName("stx_dev_minor"),
                            JAVA_LONG.withName("stx_mnt_id"),
                            Struct.padding(104))
                    .withName("statx");

    private static final long NLINK = Struct.offset(LAYOUT, "stx_nlink");
    private static final long UID = Struct.offset(LAYOUT, "stx_uid");
    private static final long GID = Struct.offset(LAYOUT, "stx_gid");
    private static final long MODE = Struct.offset(LAYOUT, "stx_mode");
    private static final long INO = Struct.offset(LAYOUT, "stx_ino");
    private static final long STX_SIZE = Struct.offset(LAYOUT, "stx_size");
    private static final long BLOCKS = Struct.offset(LAYOUT, "stx_blocks");
    private static final long CTIME = Struct.offset(LAYOUT, "stx_ctime");
    private static final long MTIME = Struct.offset(LAYOUT, "stx_mtime");
    private static final long RDEV_MAJOR = Struct.offset(LAYOUT, "stx_rdev_major");
    private static final long RDEV_MINOR = Struct.offset(LAYOUT, "stx_rdev_minor");
    private static final long DEV_MAJOR = Struct.offset(LAYOUT, "stx_dev_major");
    private static final long DEV_MINOR = Struct.offset(LAYOUT, "stx_dev_minor");
    private static final long MNT_ID = Struct.offset(LAYOUT, "stx_mnt_id");
    private static final long NANOS = Struct.offset(TIME, "tv_nsec");

    static StatxStruct allocate(Arena arena) {
        return new StatxStruct(arena.allocate(LAYOUT));
    }

    int nlink() {
        return segment.get(JAVA_INT, NLINK);
    }

    int uid() {
        return segment.get(JAVA_INT, UID);
    }

    int gid() {
        return segment.get(JAVA_INT, GID);
    }

    int mode() {
        return Short.toUnsignedInt(segment.get(JAVA_SHORT, MODE));
    }

    long ino() {
        return segment.get(JAVA_LONG, INO);
    }

    long size() {
        return segment.get(JAVA_LONG, STX_SIZE);
    }

    long blocks() {
        return segment.get(JAVA_LONG, BLOCKS);
    }

    Instant ctime() {
        return time(CTIME);
    }

    Instant mtime() {
        return time(MTIME);
    }

    Device rdev() {
        return new Device(segment.get(JAVA_INT, RDEV_MAJOR), segment.get(JAVA_INT, RDEV_MINOR));
    }

    Device dev() {
        return new Device(segment.get(JAVA_INT, DEV_MAJOR), segment.get(JAVA_INT, DEV_MINOR));
    }

    long mntId() {
        return segment.get(JAVA_LONG, MNT_ID);
    }

    private Instant time(long at) {
        return Instant.ofEpochSecond(segment.get(JAVA_LONG, at), segment.get(JAVA_INT, at + NANOS));
    }
}
