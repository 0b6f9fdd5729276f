package dev.hako.image.erofs;

import dev.hako.kernel.Device;
import dev.hako.kernel.FileType;
import dev.hako.kernel.Stat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/// A `struct erofs_inode_extended`.
///
/// @param stat whose type, permissions, owners and time it has
/// @param links how many names it has
record Inode(Stat stat, FileType type, int links, Placement placement) {
    static final int SIZE = 64;

    private static final int EXTENDED = 1;
    private static final int FLAT_PLAIN = 0;
    private static final int FLAT_INLINE = 2;
    private static final int LAYOUT_SHIFT = 1;
    private static final int NO_BLOCK = -1;

    byte[] encode() {
        int layout = placement.tail() > 0 ? FLAT_INLINE : FLAT_PLAIN;
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) (EXTENDED | layout << LAYOUT_SHIFT));
        out.putShort((short) InlineAttributes.count(placement.attributes()));
        out.putShort((short) (type.modeBits() | stat.permissions()));
        out.putShort((short) 0);
        out.putLong(placement.size());
        out.putInt(address());
        // As directories tell it, whose entries have only the inode's number.
        out.putInt((int) placement.nid());
        out.putInt(stat.uid()).putInt(stat.gid());
        Instant mtime = stat.mtime();
        out.putLong(mtime.getEpochSecond()).putInt(mtime.getNano());
        out.putInt(links);
        return out.array();
    }

    private int address() {
        return switch (type) {
            case CHARACTER_DEVICE, BLOCK_DEVICE -> (int) device().devT();
            case REGULAR, DIRECTORY, SYMBOLIC_LINK, FIFO, SOCKET, UNKNOWN ->
                    placement.body() > 0 ? (int) placement.block() : NO_BLOCK;
        };
    }

    /// A mark may be kept as a file that is none.
    private Device device() {
        return stat.type() == type ? stat.rdev() : Device.NONE;
    }
}
