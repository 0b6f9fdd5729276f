/// One connection of a client, divided into streams: by SPDY/3.1 or by the channels of a WebSocket.
///
/// Start with [ClientStream] and [Conversation], which do not know which of the two it is.
///
/// Netty's event loop puts what arrives into an [Inlet], and never waits. Threads of sessions read
/// inlets and write to an [Outlet], and wait there: a reader for the client, a writer until the
/// client has taken what was written before. When more is read ahead than [Connection] allows,
/// nothing more is read from the client's socket; so a slow program holds its client back, and a
/// slow client its program. SPDY's own flow control is not used, because none of the programs of
/// Kubernetes speaks it: one connection is held back as a whole.
///
/// Locks: an inlet's and the connection's own monitor, never both at once.
@NullMarked
package dev.hako.door.streaming.transport;

import org.jspecify.annotations.NullMarked;
