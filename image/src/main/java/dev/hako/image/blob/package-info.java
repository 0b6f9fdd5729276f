/// Contents in a directory, each under its digest: the `blobs` of an image layout.
///
/// Start reading at {@link dev.hako.image.blob.Blobs}. A blob has its name only once it is whole,
/// compared with its digest, and on the disk. Until then it is a {@link
/// dev.hako.image.blob.PartialBlob}, a file beside it that ends in `.part`, which survives its
/// writer: the next one goes on where it ended.
///
/// Threads: {@link dev.hako.image.blob.Blobs} may be used from any thread. Who writes a partial
/// blob has it alone, by flock(2) on its file; others wait, in this process or another. Waiting
/// blocks the thread, so it should be a platform thread.
@NullMarked
package dev.hako.image.blob;

import org.jspecify.annotations.NullMarked;
