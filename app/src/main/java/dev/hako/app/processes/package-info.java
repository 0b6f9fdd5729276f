/// The processes of a container as people want to see them: the host's `ps`, or what `/proc` says.
///
/// Start reading at {@link dev.hako.app.processes.ProcessTable}. What a process calls itself is
/// foreign text: whoever shows it makes it harmless.
@NullMarked
package dev.hako.app.processes;

import org.jspecify.annotations.NullMarked;
