package dev.hako.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// `struct erofs_super_block`, 1 KiB from an image's start.
///
/// @param rootNid the number of the root directory's inode
/// @param inodes how many there are
/// @param blocks of the image
record Superblock(int rootNid, long inodes, long blocks) {
    static final int OFFSET = 1024;

    private static final int MAGIC = 0xe0f5e1e2;
    private static final int COMPAT_SB_CHKSUM = 1;
    private static final int COMPAT_MTIME = 2;
    private static final int BLOCK_BITS = 12;
    private static final int CHECKSUM_AT = 4;

    /// The rest of the first block, which the checksum is of.
    byte[] encode() {
        byte[] bytes = new byte[ImageFile.BLOCK - OFFSET];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(0).putInt(COMPAT_SB_CHKSUM | COMPAT_MTIME);
        out.put((byte) BLOCK_BITS).put((byte) 0).putShort((short) rootNid);
        out.putLong(inodes);
        // No time of building: equal trees give equal images.
        out.putLong(0).putInt(0);
        out.putInt((int) blocks);
        out.putInt(CHECKSUM_AT, checksum(bytes));
        return bytes;
    }

    /// The kernel does not invert the sum at the end, as others do.
    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return ~(int) sum.getValue();
    }
}
