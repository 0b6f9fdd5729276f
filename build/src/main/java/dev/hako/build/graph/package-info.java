/// Which stages of a Dockerfile a build needs, and what they are made of.
///
/// Start reading at {@link dev.hako.build.graph.BuildGraph}.
///
/// Invariants: a stage needs earlier ones only, so there is no circle and their order in the file
/// is one in which they can be built.
///
/// Threads: values only.
@NullMarked
package dev.hako.build.graph;

import org.jspecify.annotations.NullMarked;
