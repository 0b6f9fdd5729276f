/// Who asked for a command: the words, environment, directory and terminal of the client's process,
/// and the way back to its standard output and error.
///
/// Start reading at {@link dev.hako.app.caller.Caller}. A command never looks at the engine's own
/// environment or working directory: they are somebody else's.
///
/// Threads: a caller belongs to the thread that runs its command.
@NullMarked
package dev.hako.app.caller;

import org.jspecify.annotations.NullMarked;
