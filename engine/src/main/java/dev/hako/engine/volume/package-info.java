/// Volumes: directories under a name that outlive the containers which use them.
///
/// Start reading at {@link dev.hako.engine.volume.VolumeStore}. A volume is the directory
/// `volumes/NAME` with its files in `_data` and a small document beside it. What stands under a
/// hidden name (`.NAME`) is being made or removed, and belongs to nobody after a crash.
///
/// Invariants: a volume's name is one component of a path, never more; its files are reached by
/// descriptor, and no link leads out of them; what is copied out of an image is looked up inside
/// it.
///
/// Threads and locks: whoever makes, fills or removes a volume holds the store's lock: one thread
/// of an engine at a time, and by flock(2) on the directory one of several engines. It is taken
/// after a container's lock, never before.
@NullMarked
package dev.hako.engine.volume;

import org.jspecify.annotations.NullMarked;
