/// What `hako build` is told and shows: contexts, secrets and outputs as Docker spells them, and
/// how a build goes on.
///
/// Start reading at {@link dev.hako.app.build.OpenContext} for what comes in, and at {@link
/// dev.hako.app.build.BuildView} for what is shown.
///
/// Invariants: the caller's files are opened by way of the directory where the caller stands. What
/// programs write is shown without anything that a terminal would obey.
///
/// Threads: views are told by many threads at once, and have one lock each.
@NullMarked
package dev.hako.app.build;

import org.jspecify.annotations.NullMarked;
