/// How blobs are compressed: not at all, with gzip or with zstd.
///
/// Start reading at {@link dev.hako.image.compression.Decompression}, which tells by the first
/// bytes and gives back what was compressed, within limits, and at {@link
/// dev.hako.image.compression.CompressedBlob} for the way out: a blob's digest and that of its
/// content in one pass.
///
/// Compressed bytes are foreign: what is damaged, ends too early or grows beyond its limits is a
/// failure that says so. Equal content gives equal blobs.
///
/// Threads: a stream belongs to one thread.
@NullMarked
package dev.hako.image.compression;

import org.jspecify.annotations.NullMarked;
