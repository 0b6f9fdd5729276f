package dev.hako.image.erofs;

import dev.hako.failure.Failure;
import dev.hako.image.archive.EntrySink;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Stat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An image that grows: its blocks are given away one after the other, and written in any order.
final class ImageFile implements AutoCloseable {
    static final int BLOCK = 4096;

    /// Addresses of blocks have 32 bits, and the last says "none".
    private static final long MAX_BLOCKS = 0xffff_fffeL;

    private static final int BUFFER = 1 << 18;
    private static final int SECTOR = 512;
    private static final int SEEK_SET = 0;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    /// So much is copied between two looks at an interrupt.
    private static final long STRETCH = 64L << 20;

    private final Fd file;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER);
    private long blocks;

    /// @param file empty, open for writing; stays its owner's
    ImageFile(Fd file) {
        this.file = file;
    }

    static long blocksOf(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK;
    }

    /// Gives away the next blocks, which are zeros until they are written.
    ///
    /// @return the address of the first
    /// @throws Failure `EXHAUSTED` if an image cannot have so many
    long allocate(long count) {
        if (count > MAX_BLOCKS - blocks) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "a disk has %d blocks of 4 KiB at most".formatted(MAX_BLOCKS));
        }
        long first = blocks;
        blocks += count;
        return first;
    }

    /// How many are given away.
    long blocks() {
        return blocks;
    }

    void put(long position, byte[] bytes, int length) {
        int done = 0;
        while (done < length) {
            int part = Math.min(BUFFER, length - done);
            MemorySegment.copy(bytes, done, buffer, ValueLayout.JAVA_BYTE, 0, part);
            putBuffer(position + done, part);
            done += part;
        }
    }

    private void putBuffer(long position, long length) {
        long done = 0;
        while (done < length) {
            done += file.pwrite(buffer.asSlice(done, length - done), position + done);
        }
    }

    /// Reads a part of a file; zeros are in place of what it has not.
    byte[] read(Fd source, long position, int length) {
        byte[] bytes = new byte[length];
        int read = fill(source, position, length);
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, read);
        return bytes;
    }

    private int fill(Fd source, long position, int length) {
        int done = 0;
        while (done < length) {
            long count = source.pread(buffer.asSlice(done, length - done), position + done);
            if (count == 0) {
                break;
            }
            done += (int) count;
        }
        return done;
    }

    /// Copies the beginning of a file, its holes left out.
    ///
    /// @param stat of the source
    /// @param length of the beginning, at most the source's size
    void copy(Fd source, Stat stat, long length, long position) {
        if (length <= BUFFER) {
            putBuffer(position, fill(source, 0, (int) length));
        } else if (stat.blocks() * SECTOR >= stat.size()) {
            copyPart(source, 0, length, position);
        } else {
            copyData(source, length, position);
        }
    }

    private void copyData(Fd source, long length, long position) {
        long at = nextData(source, 0, length);
        while (at < length) {
            long hole = Math.min(source.seek(at, SEEK_HOLE), length);
            copyPart(source, at, hole - at, position + at);
            at = nextData(source, hole, length);
        }
    }

    private void copyPart(Fd source, long from, long length, long position) {
        source.seek(from, SEEK_SET);
        file.seek(position, SEEK_SET);
        long left = length;
        while (left > 0) {
            EntrySink.checkInterrupt();
            long count = source.copyTo(file, Math.min(left, STRETCH));
            if (count == 0) {
                return;
            }
            left -= count;
        }
    }

    /// Where the next bytes are that are not of a hole; the length if there are none.
    private static long nextData(Fd source, long from, long length) {
        try {
            return from < length ? source.seek(from, SEEK_DATA) : length;
        } catch (KernelException e) {
            if (e.is(Errno.ENXIO)) {
                return length;
            }
            throw e;
        }
    }

    /// Gives the file its whole length.
    void finish() {
        file.truncate(blocks * BLOCK);
    }

    @Override
    public void close() {
        arena.close();
    }
}
