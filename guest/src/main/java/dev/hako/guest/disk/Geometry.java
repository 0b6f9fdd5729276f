package dev.hako.guest.disk;

/// Where an empty ext4 has what, in blocks of 4 KiB from its start. All that is written is in the
/// first group of blocks, but for the last group's bitmap.
///
/// @param groups of 128 MiB
record Geometry(int groups) {
    static final int BLOCK = 4096;
    static final int BLOCKS_PER_GROUP = 8 * BLOCK;
    static final long GROUP_BYTES = (long) BLOCKS_PER_GROUP * BLOCK;

    /// One for each 16 KiB, as mke2fs has it.
    static final int INODES_PER_GROUP = BLOCKS_PER_GROUP / 4;

    static final int JOURNAL_BLOCKS = 4096;

    /// Directories: the root, and `lost+found`, which checkers want.
    static final int DIRECTORIES = 2;

    /// Inodes up to `lost+found`'s.
    static final int USED_INODES = 11;

    /// A descriptor names blocks by 32 bits.
    static final int MAX_GROUPS = (1 << 17) - 1;

    private static final int BITMAPS = 2;
    private static final int TABLE_BLOCKS = INODES_PER_GROUP * Inode.SIZE / BLOCK;

    long blocks() {
        return (long) groups * BLOCKS_PER_GROUP;
    }

    /// Descriptors follow the superblock's block. No group has a copy of them.
    int descriptorBlocks() {
        return (groups * GroupDescriptor.SIZE + BLOCK - 1) / BLOCK;
    }

    /// The block bitmap of a group; that of its inodes is behind it.
    long bitmap(int group) {
        return group == 0 ? 1L + descriptorBlocks() : (long) group * BLOCKS_PER_GROUP;
    }

    /// Whether a group's block bitmap is written: the last one's must be, too, for it could end
    /// before it is full.
    boolean hasBlockBitmap(int group) {
        return group == 0 || group == groups - 1;
    }

    long inodeTable(int group) {
        return bitmap(group) + BITMAPS;
    }

    long rootDirectory() {
        return inodeTable(0) + TABLE_BLOCKS;
    }

    long lostAndFound() {
        return rootDirectory() + 1;
    }

    long journal() {
        return lostAndFound() + 1;
    }

    /// Blocks of a group that are in use.
    int used(int group) {
        return group == 0 ? Math.toIntExact(journal() + JOURNAL_BLOCKS) : BITMAPS + TABLE_BLOCKS;
    }

    int freeBlocks(int group) {
        return BLOCKS_PER_GROUP - used(group);
    }

    long freeBlocks() {
        return freeBlocks(0) + (groups - 1L) * (BLOCKS_PER_GROUP - BITMAPS - TABLE_BLOCKS);
    }

    long inodes() {
        return (long) groups * INODES_PER_GROUP;
    }
}
