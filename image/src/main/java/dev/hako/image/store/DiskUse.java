package dev.hako.image.store;

/// What a store takes of the disk.
///
/// @param bytes of all blobs as they came, and of all layers unpacked
/// @param inodes of blobs and of the layers' files, as many as their archives have entries
public record DiskUse(long bytes, long inodes) {
    static final DiskUse NOTHING = new DiskUse(0, 0);

    DiskUse and(long moreBytes, long moreInodes) {
        return new DiskUse(bytes + moreBytes, inodes + moreInodes);
    }
}
