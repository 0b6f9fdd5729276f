/// The disk that a guest's containers write to: an ext4 in a file with holes. The format is the
/// kernel's Documentation/filesystems/ext4.
///
/// Start reading at {@link dev.hako.guest.disk.UpperDisk}. Of the format it writes what an empty
/// file system must have on the disk: the superblock, the groups' descriptors, the first group's
/// bitmaps and inodes, the last one's bitmap, two directories and a journal's head. All other
/// groups are declared unused (`uninit_bg`): their bitmaps and inodes are holes that the guest
/// fills when it needs them.
///
/// Invariants: a disk takes less than 100 KiB when it is made, and 32 bytes for each 128 MiB of its
/// size. The guest may write anything to it; nothing here reads one.
///
/// Threads: values only, but for the file, which is its owner's.
@NullMarked
package dev.hako.guest.disk;

import org.jspecify.annotations.NullMarked;
