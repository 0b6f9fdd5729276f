package dev.hako.image.erofs;

/// Where inodes are, each followed by its attributes and the end of its content: clusters of blocks
/// between those of content, so that no more than one of them is in memory.
///
/// An inode's place is known before what is in it, because a directory names its parent and its
/// children name it.
final class InodeArea {
    /// Inodes are numbered by their place, in these units.
    static final int SLOT = 32;

    private static final int CLUSTER_BLOCKS = 16;

    private final ImageFile image;
    private byte[] cluster = new byte[0];
    private long start;
    private long next;

    InodeArea(ImageFile image) {
        this.image = image;
    }

    /// Gives away a place.
    ///
    /// @param head bytes of the inode and its attributes, from 64 to 256 KiB
    /// @param tail bytes that follow, all in one block: at most half of one
    /// @return its position in the image
    long allocate(int head, int tail) {
        long at = fitting(next, head, tail);
        if (at + head + tail > start + cluster.length) {
            begin(head + tail + ImageFile.BLOCK);
            at = fitting(next, head, tail);
        }
        next = roundUp(at + head + tail);
        return at;
    }

    private static long roundUp(long position) {
        return (position + SLOT - 1) / SLOT * SLOT;
    }

    private static long fitting(long from, int head, int tail) {
        long at = from;
        while ((at + head) % ImageFile.BLOCK + tail > ImageFile.BLOCK) {
            at += SLOT;
        }
        return at;
    }

    private void begin(int needed) {
        flush();
        int count = Math.max(CLUSTER_BLOCKS, Math.toIntExact(ImageFile.blocksOf(needed)));
        start = image.allocate(count) * ImageFile.BLOCK;
        next = start;
        cluster = new byte[count * ImageFile.BLOCK];
    }

    /// Fills a place or a part of it.
    void put(long position, byte[] bytes) {
        if (position >= start) {
            System.arraycopy(bytes, 0, cluster, Math.toIntExact(position - start), bytes.length);
        } else {
            image.put(position, bytes, bytes.length);
        }
    }

    /// Writes what is in memory.
    void flush() {
        image.put(start, cluster, Math.toIntExact(next - start));
    }
}
