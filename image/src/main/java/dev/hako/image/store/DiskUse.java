package dev.hako.image.store;

/// What a store takes of the disk.
///
/// @param bytes of all blobs as they came, of all layers unpacked, and of their disks for guests
/// @param inodes of blobs and of the layers' files, as many as their archives have entries
public record DiskUse(long bytes, long inodes) {
    static final DiskUse NOTHING = new DiskUse(0, 0);

    DiskUse and(long moreBytes, long moreInodes) {
        return new DiskUse(bytes + moreBytes, inodes + moreInodes);
    }
}
