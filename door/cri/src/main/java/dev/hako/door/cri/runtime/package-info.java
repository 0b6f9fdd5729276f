/// What the runtime says of itself: its version, whether it is ready, what its handlers can do.
///
/// Threads: values that any thread may ask.
@NullMarked
package dev.hako.door.cri.runtime;

import org.jspecify.annotations.NullMarked;
