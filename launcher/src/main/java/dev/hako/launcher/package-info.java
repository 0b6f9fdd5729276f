/// The native launcher as this JVM finds it: which file to run, for which machine, and where it
/// expects what it is started with.
///
/// Start with [LauncherBinary]; the launcher's conversations are in [dev.hako.launcher.wire], and
/// its plans in the plan module.
@NullMarked
package dev.hako.launcher;

import org.jspecify.annotations.NullMarked;
