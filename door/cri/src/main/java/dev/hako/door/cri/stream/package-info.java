/// Streams of containers and pods: `Exec`, `Attach` and `PortForward`, which answer with a URL of
/// the streaming server, and `ExecSync`, which waits.
///
/// Start with {@link dev.hako.door.cri.stream.EngineBackend}, which joins a client's streams to
/// what the engine has. The data of such a session passes through this engine: it ends with it. The
/// program does not.
///
/// Threads: the session's own, one that feeds the program's input, and the engine's for its output.
@NullMarked
package dev.hako.door.cri.stream;

import org.jspecify.annotations.NullMarked;
