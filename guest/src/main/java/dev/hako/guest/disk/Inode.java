package dev.hako.guest.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A `struct ext4_inode` whose content is in blocks one after the other.
///
/// @param mode type and permissions
/// @param links names
/// @param first block of its content
/// @param blocks of its content
record Inode(int mode, int links, long first, int blocks) {
    static final int SIZE = 256;
    static final int ROOT = 2;
    static final int JOURNAL = 8;
    static final int LOST_AND_FOUND = 11;

    /// Bytes that it has beyond the 128 of old.
    static final int EXTRA = 32;

    private static final int EXTENTS_FL = 0x80000;
    private static final int EXTENT_MAGIC = 0xf30a;
    private static final int EXTENTS_IN_INODE = 4;
    private static final int SECTORS_PER_BLOCK = Geometry.BLOCK / 512;
    private static final int CONTENT_AT = 0x28;
    private static final int CONTENT_SIZE = 60;

    int size() {
        return blocks * Geometry.BLOCK;
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort(0x00, (short) mode);
        out.putInt(0x04, size());
        out.putShort(0x1a, (short) links);
        out.putInt(0x1c, blocks * SECTORS_PER_BLOCK);
        out.putInt(0x20, EXTENTS_FL);
        out.put(CONTENT_AT, content());
        out.putShort(0x80, (short) EXTRA);
        return out.array();
    }

    /// Where its content is: a tree of extents that has one.
    byte[] content() {
        ByteBuffer out = ByteBuffer.allocate(CONTENT_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) EXTENT_MAGIC).putShort((short) 1);
        out.putShort((short) EXTENTS_IN_INODE).putShort((short) 0).putInt(0);
        out.putInt(0).putShort((short) blocks);
        out.putShort((short) (first >>> 32)).putInt((int) first);
        return out.array();
    }
}
