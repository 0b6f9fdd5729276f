/// The small languages that users write values in: sizes, durations, signals, mounts, and their
/// like, each read as Docker reads it.
///
/// Each class has a `parse` that throws {@link dev.hako.failure.Failure} of kind `INVALID` with the
/// cause alone; the command line adds the option. All are pure and may be used from any thread.
@NullMarked
package dev.hako.app.value;

import org.jspecify.annotations.NullMarked;
