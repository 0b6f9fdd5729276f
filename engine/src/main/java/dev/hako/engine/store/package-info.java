/// What the engine keeps on disk: small JSON documents in a directory per container, and names.
///
/// Start reading at {@link dev.hako.engine.store.ContainerStore}. There is no database and no
/// journal: a document is written under another name and renamed, a container's directory is made
/// under a hidden name and renamed, so every state seen after a crash is one that was meant.
///
/// Invariants: documents carry the number of their schema; an unknown newer one is refused. What a
/// reboot may take (containers with `--rm`) lies under the run directory and is not synced; the
/// rest is. Whoever changes a container holds its lock (flock(2) on `lock` in its run directory),
/// which dies with the process.
///
/// Threads: stateless but for the file system; calls for one container are serialised by its lock.
@NullMarked
package dev.hako.engine.store;

import org.jspecify.annotations.NullMarked;
