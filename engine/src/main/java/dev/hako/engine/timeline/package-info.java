/// How long each part of a container's start took.
///
/// Start reading at {@link dev.hako.engine.timeline.StartTimeline}. Marks are taken where the work
/// is done, a few nanoseconds each; nothing is done for them alone.
///
/// Threads: a clock belongs to the thread that starts the container; timelines are immutable.
@NullMarked
package dev.hako.engine.timeline;

import org.jspecify.annotations.NullMarked;
