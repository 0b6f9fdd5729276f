/// Layers of images, unpacked once and shared by all images and containers that have them.
///
/// Start reading at {@link dev.hako.image.layer.LayerStore}; how files are made of an archive is
/// {@link dev.hako.image.archive.LayerUnpacker}'s. A layer is known by its diff-id, the digest of
/// its uncompressed archive, and is a directory that overlayfs can have as a lower one.
///
/// Invariants: a layer that can be seen is whole and is what its diff-id says. It is unpacked under
/// a name of its own and becomes visible by one rename, so nobody ever sees half of it, whoever is
/// killed when. What is unpacked is written to the disk after that, in the background; until it is,
/// the layer counts only in the boot in which it was unpacked. The same holds for the image of a
/// layer's files that guests have as a disk: a document beside it says that it is whole.
///
/// Threads and locks: a store may be used from many threads, platform ones, since locks and files
/// block. There are two kinds of locks, flock(2) both and taken in this order: that of a diff-id
/// (`locks/…`), held while a layer is unpacked or removed, and that of a directory, held by who
/// fills it, which tells the living from the dead.
@NullMarked
package dev.hako.image.layer;

import org.jspecify.annotations.NullMarked;
