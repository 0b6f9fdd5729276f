package dev.hako.guest.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/// A `struct ext4_super_block`, 1 KiB from the disk's start. Fields are at the offsets that the
/// kernel's documentation has; what is not set is 0.
///
/// @param id of the file system, from which directories' hashes begin, too
/// @param journal its inode
record Superblock(Geometry geometry, UUID id, Inode journal) {
    static final int OFFSET = 1024;

    private static final int SIZE = 1024;
    private static final int MAGIC = 0xef53;
    private static final int CLEAN = 1;
    private static final int ERRORS_REMOUNT_READ_ONLY = 2;
    private static final int DYNAMIC_REVISION = 1;
    private static final int LOG_BLOCK_SIZE = 2;
    private static final int NO_CHECK_AFTER_MOUNTS = 0xffff;
    private static final int HALF_MD4 = 1;
    private static final int SIGNED_HASH = 1;
    private static final int JOURNAL_BLOCKS_KEPT = 1;

    private static final int COMPAT_HAS_JOURNAL = 0x4;
    private static final int COMPAT_EXT_ATTR = 0x8;
    private static final int COMPAT_DIR_INDEX = 0x20;

    /// With no group named, there are no copies of the superblock and the descriptors.
    private static final int COMPAT_SPARSE_SUPER2 = 0x200;

    private static final int INCOMPAT_FILETYPE = 0x2;
    private static final int INCOMPAT_EXTENTS = 0x40;

    private static final int RO_COMPAT_LARGE_FILE = 0x2;
    private static final int RO_COMPAT_HUGE_FILE = 0x8;
    private static final int RO_COMPAT_GDT_CSUM = 0x10;
    private static final int RO_COMPAT_DIR_NLINK = 0x20;
    private static final int RO_COMPAT_EXTRA_ISIZE = 0x40;

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        counts(out);
        out.putShort(0x36, (short) NO_CHECK_AFTER_MOUNTS).putShort(0x38, (short) MAGIC);
        out.putShort(0x3a, (short) CLEAN).putShort(0x3c, (short) ERRORS_REMOUNT_READ_ONLY);
        out.putInt(0x4c, DYNAMIC_REVISION).putInt(0x54, Geometry.USED_INODES);
        out.putShort(0x58, (short) Inode.SIZE);
        features(out);
        out.put(0x68, GroupDescriptor.bytes(id)).put(0xec, GroupDescriptor.bytes(id));
        out.put(0xfc, (byte) HALF_MD4).putInt(0x160, SIGNED_HASH);
        out.putShort(0x15c, (short) Inode.EXTRA).putShort(0x15e, (short) Inode.EXTRA);
        journal(out);
        return out.array();
    }

    private void counts(ByteBuffer out) {
        out.putInt(0x00, (int) geometry.inodes()).putInt(0x04, (int) geometry.blocks());
        out.putInt(0x0c, (int) geometry.freeBlocks());
        out.putInt(0x10, (int) geometry.inodes() - Geometry.USED_INODES);
        out.putInt(0x18, LOG_BLOCK_SIZE).putInt(0x1c, LOG_BLOCK_SIZE);
        out.putInt(0x20, Geometry.BLOCKS_PER_GROUP).putInt(0x24, Geometry.BLOCKS_PER_GROUP);
        out.putInt(0x28, Geometry.INODES_PER_GROUP);
    }

    private static void features(ByteBuffer out) {
        out.putInt(
                0x5c,
                COMPAT_HAS_JOURNAL | COMPAT_EXT_ATTR | COMPAT_DIR_INDEX | COMPAT_SPARSE_SUPER2);
        out.putInt(0x60, INCOMPAT_FILETYPE | INCOMPAT_EXTENTS);
        out.putInt(
                0x64,
                RO_COMPAT_LARGE_FILE
                        | RO_COMPAT_HUGE_FILE
                        | RO_COMPAT_GDT_CSUM
                        | RO_COMPAT_DIR_NLINK
                        | RO_COMPAT_EXTRA_ISIZE);
    }

    /// Names the journal's inode, and keeps a copy of where that is, for checkers.
    private void journal(ByteBuffer out) {
        out.putInt(0xe0, Inode.JOURNAL).put(0xfd, (byte) JOURNAL_BLOCKS_KEPT);
        out.put(0x10c, journal.content()).putInt(0x10c + 16 * Integer.BYTES, journal.size());
    }
}
