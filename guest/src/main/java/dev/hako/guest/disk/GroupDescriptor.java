package dev.hako.guest.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/// A `struct ext4_group_desc` of the 32-byte form.
///
/// @param group its number
record GroupDescriptor(Geometry geometry, int group) {
    static final int SIZE = 32;

    private static final int INODE_UNINIT = 1;
    private static final int BLOCK_UNINIT = 2;
    private static final int INODE_ZEROED = 4;
    private static final int CHECKSUM_AT = 0x1e;

    /// @param id of the file system, which the checksum is also of
    byte[] encode(UUID id) {
        boolean first = group == 0;
        int free = Geometry.INODES_PER_GROUP - (first ? Geometry.USED_INODES : 0);
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt((int) geometry.bitmap(group)).putInt((int) geometry.bitmap(group) + 1);
        out.putInt((int) geometry.inodeTable(group));
        out.putShort((short) geometry.freeBlocks(group)).putShort((short) free);
        out.putShort((short) (first ? Geometry.DIRECTORIES : 0));
        out.putShort((short) flags());
        out.putShort(0x1c, (short) free);
        out.putShort(CHECKSUM_AT, (short) checksum(id, out.array()));
        return out.array();
    }

    /// The file's holes are zeros: nobody needs to write them to the inodes' table.
    private int flags() {
        int blocks = geometry.hasBlockBitmap(group) ? 0 : BLOCK_UNINIT;
        int inodes = group == 0 ? 0 : INODE_UNINIT;
        return blocks | inodes | INODE_ZEROED;
    }

    private int checksum(UUID id, byte[] descriptor) {
        int crc = Crc16.of(0xffff, bytes(id), Long.BYTES * 2);
        byte[] number =
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(group)
                        .array();
        return Crc16.of(Crc16.of(crc, number, number.length), descriptor, CHECKSUM_AT);
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
