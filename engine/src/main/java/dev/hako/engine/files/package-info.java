/// A container's files, for whoever works on them from outside: its root as a descriptor, copies to
/// and from it, and what has changed in it.
///
/// Start reading at {@link dev.hako.engine.files.FileCopy}. The container may run, and its owner
/// may be an enemy. So everything on its side goes through a descriptor of its root: paths are
/// looked up inside it by the kernel (openat2, `RESOLVE_IN_ROOT`), and what was found is held open
/// and never looked up again. Nothing of the container's is executed or loaded.
///
/// Threads: all of it blocks the thread it runs on, which is a platform thread of its own, see
/// {@link dev.hako.engine.files.OwnThread}.
@NullMarked
package dev.hako.engine.files;

import org.jspecify.annotations.NullMarked;
