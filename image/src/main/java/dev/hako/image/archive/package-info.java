/// Trees of files and archives of them: tar, and directories of this machine.
///
/// Start reading at {@link dev.hako.image.archive.EntrySink}: readers ({@link
/// dev.hako.image.archive.TreeReader}, {@link dev.hako.image.archive.TarReader}) send entries,
/// sinks ({@link dev.hako.image.archive.TreeWriter}, {@link dev.hako.image.archive.TarWriter}) take
/// them, and any two fit together.
///
/// Both sides may be hostile and may change while they are read. Names are bytes; a tree is walked
/// by descriptors and single names, no link is followed, nothing is opened before it is known to be
/// a regular file or a directory, and a name that leads out of the tree is refused.
///
/// Threads: each object belongs to one thread, which it blocks: a platform thread, then. An
/// interrupt ends the work with a failure of kind `CANCELLED`.
@NullMarked
package dev.hako.image.archive;

import org.jspecify.annotations.NullMarked;
