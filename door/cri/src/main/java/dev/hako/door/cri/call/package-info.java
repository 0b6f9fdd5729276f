/// How calls are served: from a table of who answers which, on virtual threads that are interrupted
/// when nobody waits any longer, with failures told by the codes of gRPC.
///
/// Start with {@link dev.hako.door.cri.call.CallTable}.
///
/// Threads: each call has its own; nothing here is shared between calls.
@NullMarked
package dev.hako.door.cri.call;

import org.jspecify.annotations.NullMarked;
