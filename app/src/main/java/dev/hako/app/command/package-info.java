/// The commands: one class for each, named as users call it.
///
/// Start reading at {@link dev.hako.app.command.Commands}, which finds them, and {@link
/// dev.hako.app.command.CommandRunner}, which runs a caller's command line and turns what comes of
/// it into an exit code. Names, options, output and exit codes are Docker's, so that neither
/// fingers nor scripts need to learn anything new.
///
/// A command is made when it is called for and has no state. It runs on a virtual thread of its
/// own, which is interrupted when its caller goes away.
@NullMarked
package dev.hako.app.command;

import org.jspecify.annotations.NullMarked;
