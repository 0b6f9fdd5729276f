/// What has happened to containers and other things, kept for a while and told to those who listen.
///
/// Start reading at {@link dev.hako.engine.event.EventJournal}. An event is one line of JSON in a
/// file that all engines of the same locations append to; who listens reads that file and is woken
/// by the kernel when it grows, so that it makes no difference which engine something happened in.
///
/// Invariants: a line is appended by one write(2) and never changed; a line that is not whole, or
/// not understood, is passed over. Nothing fails because an event could not be recorded.
///
/// Threads: an {@link dev.hako.engine.event.EventJournal} may be used from any thread, an {@link
/// dev.hako.engine.event.EventReader} from one at a time. Lock order: the journal's own lock, then
/// flock(2) on its lock file.
@NullMarked
package dev.hako.engine.event;

import org.jspecify.annotations.NullMarked;
