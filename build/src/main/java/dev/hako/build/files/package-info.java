/// Files on their way into an image: where they come from, which of them are wanted, and where in
/// the image they go.
///
/// Start reading at {@link dev.hako.build.files.Copying}: it takes files of a {@link
/// dev.hako.build.files.FileSource}, and whoever wants them gives them a fingerprint ({@link
/// dev.hako.build.files.FingerprintSink}) or puts them into a layer ({@link
/// dev.hako.build.files.LayerTarget}).
///
/// Invariants: nothing outside a source's root is read, whatever links say: paths are resolved by
/// openat2(2) in that root, and trees are walked by descriptors. A fingerprint has all that a layer
/// of these files has, but for times.
///
/// Threads: each object belongs to one thread, which it blocks.
@NullMarked
package dev.hako.build.files;

import org.jspecify.annotations.NullMarked;
