/// How the transfer of images is shown while it goes on: a bar for each layer on a terminal, lines
/// elsewhere.
///
/// Start reading at {@link dev.hako.app.progress.Progress}.
///
/// Threads: layers travel on threads of their own, and tell of themselves from there; whoever shows
/// that has one lock.
@NullMarked
package dev.hako.app.progress;

import org.jspecify.annotations.NullMarked;
