/// Layers as EROFS images, which a guest kernel mounts as read-only disks: the kernel's
/// Documentation/filesystems/erofs.rst and fs/erofs/erofs_fs.h.
///
/// Start reading at {@link dev.hako.image.erofs.ErofsWriter}. Of the format it writes the plain
/// part, which every kernel since Linux 5.4 reads: blocks of 4 KiB, inodes of 64 bytes, no
/// compression, extended attributes beside their inodes, ends of files behind them.
///
/// Invariants: equal trees give equal images, whoever writes them. Marks of overlayfs become those
/// that root's overlays have, so that a guest mounts all layers in one way. The superblock comes
/// last: what a killed writer leaves is no image. Memory is bounded by the largest directory, and
/// by the files of several names.
///
/// Threads: a writer belongs to one platform thread, which it blocks; an interrupt ends it.
@NullMarked
package dev.hako.image.erofs;

import org.jspecify.annotations.NullMarked;
