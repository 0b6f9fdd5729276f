package dev.hako.image.erofs;

/// Where in an image a file is.
///
/// @param position of its inode
/// @param attributes bytes that follow the inode
/// @param block address of the first block of its content
/// @param size of its content
/// @param tail bytes of the content that follow the attributes, all others being in blocks
record Placement(long position, int attributes, long block, long size, int tail) {
    /// Ends that are longer are in blocks: between inodes they would leave gaps as large.
    private static final int MAX_TAIL = ImageFile.BLOCK / 2;

    /// Finds places for a file's inode and its content.
    ///
    /// @param attributes bytes of its attributes
    /// @param size of its content
    static Placement allocate(ImageFile image, InodeArea inodes, int attributes, long size) {
        int rest = (int) (size % ImageFile.BLOCK);
        int tail = rest <= MAX_TAIL ? rest : 0;
        long position = inodes.allocate(Inode.SIZE + attributes, tail);
        long block = image.allocate(ImageFile.blocksOf(size - tail));
        return new Placement(position, attributes, block, size, tail);
    }

    /// The inode's number.
    long nid() {
        return position / InodeArea.SLOT;
    }

    /// Bytes of the content that are in blocks.
    long body() {
        return size - tail;
    }

    long bodyPosition() {
        return block * ImageFile.BLOCK;
    }

    long attributesPosition() {
        return position + Inode.SIZE;
    }

    long tailPosition() {
        return attributesPosition() + attributes;
    }
}
