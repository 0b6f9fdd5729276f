/// The engine as a process: its lock and socket, the conversations with clients, and when it
/// leaves.
///
/// Start reading at {@link dev.hako.app.daemon.Daemon}. A {@link dev.hako.app.daemon.Door} takes
/// connections and checks who is there, a {@link dev.hako.app.daemon.Conversation} reads one
/// request and runs it, and an {@link dev.hako.app.daemon.Attendance} counts those that are there.
///
/// Invariants: whoever serves the socket holds the lock. Not a byte is read from a connection
/// beyond the request, for what follows may be for a container's monitor. A client that connects
/// while the engine leaves is told to ask again, never turned away without a word. Nothing a
/// stranger sends is read.
///
/// Threads: one event loop accepts and watches; each conversation has a virtual thread, which is
/// interrupted when its client goes away; the thread that serves sleeps until the engine leaves.
/// Locks: Attendance's only; nothing is called while it is held.
@NullMarked
package dev.hako.app.daemon;

import org.jspecify.annotations.NullMarked;
