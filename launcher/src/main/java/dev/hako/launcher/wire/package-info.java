/// The conversations of client, engine and monitor over unix stream sockets: `wire.h` in Java.
///
/// Start with [Frame], which lists what is said; [FrameReader] and [FrameWriter] put it on a
/// socket.
///
/// Invariants: a size is checked against the type's bound before a byte of the payload is awaited;
/// a reader accepts only what its peer may send; descriptors that nobody asked for are closed.
/// Numbers and layouts are compared with what the C compiler makes of `wire.h` by a test.
///
/// Threads: a reader and a writer belong to one thread at a time; one of each may be used side by
/// side. There are no locks.
@NullMarked
package dev.hako.launcher.wire;

import org.jspecify.annotations.NullMarked;
