/// Manual pages, and all else that an installation has below `share`.
///
/// Start reading at {@link dev.hako.app.manual.ShareTree}, which the build runs; no engine does.
/// The pages are made from the forms of the commands, so that they say what the parser does; a
/// longer description of a command is a text file beside this package, named as the command.
///
/// Invariants: equal forms give equal bytes.
@NullMarked
package dev.hako.app.manual;

import org.jspecify.annotations.NullMarked;
