package dev.hako.guest.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;

/// Writes an empty ext4: with a journal, so that a guest that was killed loses nothing but what it
/// had not written, and without checksums of all blocks, which would cost each write in a guest.
public final class UpperDisk {
    /// Sizes are multiples of this.
    public static final long STEP_BYTES = Geometry.GROUP_BYTES;

    /// The largest size: 16 TiB, less a step.
    public static final long MAX_BYTES = Geometry.MAX_GROUPS * STEP_BYTES;

    private static final int DIRECTORY_MODE = 040755;
    private static final int LOST_AND_FOUND_MODE = 040700;
    private static final int JOURNAL_MODE = 0100600;
    private static final int DIRECTORY_TYPE = 2;
    private static final int JBD2_MAGIC = 0xc03b3998;
    private static final int JBD2_SUPERBLOCK_V2 = 4;

    private final Fd file;
    private final Geometry geometry;
    private final UUID id;

    private UpperDisk(Fd file, Geometry geometry, UUID id) {
        this.file = file;
        this.geometry = geometry;
        this.id = id;
    }

    /// Writes it.
    ///
    /// @param file empty, open for writing; stays its owner's
    /// @param sizeBytes a multiple of [#STEP_BYTES], and as large as its files may become together;
    ///   the file has holes in place of what is not written
    /// @param id of the file system
    /// @throws Failure `INVALID` for another size
    public static void write(Fd file, long sizeBytes, UUID id) {
        if (sizeBytes <= 0 || sizeBytes > MAX_BYTES || sizeBytes % STEP_BYTES != 0) {
            throw Failure.invalid("a guest's disk cannot have %d bytes".formatted(sizeBytes))
                    .hint("take a multiple of 128 MiB, below 16 TiB");
        }
        new UpperDisk(file, new Geometry((int) (sizeBytes / STEP_BYTES)), id).write();
    }

    /// The superblock comes last: without it a disk is none.
    private void write() {
        file.truncate(geometry.blocks() * Geometry.BLOCK);
        Inode journal = new Inode(JOURNAL_MODE, 1, geometry.journal(), Geometry.JOURNAL_BLOCKS);
        putBlock(1, descriptors());
        for (int group : new int[] {0, geometry.groups() - 1}) {
            putBlock(
                    geometry.bitmap(group),
                    bitmap(geometry.used(group), Geometry.BLOCKS_PER_GROUP));
        }
        putBlock(geometry.bitmap(0) + 1, bitmap(Geometry.USED_INODES, Geometry.INODES_PER_GROUP));
        putInode(Inode.ROOT, new Inode(DIRECTORY_MODE, 3, geometry.rootDirectory(), 1));
        putInode(Inode.JOURNAL, journal);
        putInode(
                Inode.LOST_AND_FOUND,
                new Inode(LOST_AND_FOUND_MODE, 2, geometry.lostAndFound(), 1));
        putBlock(geometry.rootDirectory(), rootDirectory());
        putBlock(geometry.lostAndFound(), lostAndFound());
        putBlock(geometry.journal(), journalHead());
        put(Superblock.OFFSET, new Superblock(geometry, id, journal).encode());
    }

    private byte[] descriptors() {
        ByteBuffer out = ByteBuffer.allocate(geometry.groups() * GroupDescriptor.SIZE);
        for (int group = 0; group < geometry.groups(); group++) {
            out.put(new GroupDescriptor(geometry, group).encode(id));
        }
        return out.array();
    }

    /// A block of bits: the first are set, and those that stand for nothing.
    ///
    /// @param size bits that stand for something
    private static byte[] bitmap(int set, int size) {
        byte[] bits = new byte[Geometry.BLOCK];
        Arrays.fill(bits, 0, set / Byte.SIZE, (byte) 0xff);
        bits[set / Byte.SIZE] = (byte) ((1 << set % Byte.SIZE) - 1);
        Arrays.fill(bits, size / Byte.SIZE, bits.length, (byte) 0xff);
        return bits;
    }

    private static byte[] rootDirectory() {
        ByteBuffer out = directory(Inode.ROOT, 12);
        return entry(out, Inode.LOST_AND_FOUND, out.remaining(), "lost+found").array();
    }

    private static byte[] lostAndFound() {
        return directory(Inode.LOST_AND_FOUND, Geometry.BLOCK - 12).array();
    }

    /// @param parentLength of the entry for the directory above
    private static ByteBuffer directory(int inode, int parentLength) {
        ByteBuffer out = ByteBuffer.allocate(Geometry.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        return entry(entry(out, inode, 12, "."), Inode.ROOT, parentLength, "..");
    }

    /// A `struct ext4_dir_entry_2`.
    private static ByteBuffer entry(ByteBuffer out, int inode, int length, String name) {
        int next = out.position() + length;
        out.putInt(inode).putShort((short) length);
        out.put((byte) name.length()).put((byte) DIRECTORY_TYPE).put(name.getBytes(US_ASCII));
        return out.position(next);
    }

    /// A `journal_superblock_t`, whose numbers are big-endian: an empty journal.
    private byte[] journalHead() {
        ByteBuffer out = ByteBuffer.allocate(Geometry.BLOCK);
        out.putInt(JBD2_MAGIC).putInt(JBD2_SUPERBLOCK_V2).putInt(0);
        out.putInt(Geometry.BLOCK).putInt(Geometry.JOURNAL_BLOCKS).putInt(1);
        out.putInt(1).putInt(0);
        out.put(0x30, GroupDescriptor.bytes(id)).putInt(0x40, 1);
        return out.array();
    }

    private void putInode(int number, Inode inode) {
        long position = geometry.inodeTable(0) * Geometry.BLOCK;
        put(position + (number - 1L) * Inode.SIZE, inode.encode());
    }

    private void putBlock(long block, byte[] bytes) {
        put(block * Geometry.BLOCK, bytes);
    }

    private void put(long position, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            long done = 0;
            while (done < bytes.length) {
                done += file.pwrite(buffer.asSlice(done), position + done);
            }
        }
    }
}
