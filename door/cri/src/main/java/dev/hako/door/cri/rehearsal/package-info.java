/// A kubelet's usual calls, made of a node by itself: what the JVM does that writes the
/// ahead-of-time cache of engines with this door.
///
/// Start reading at {@link dev.hako.door.cri.rehearsal.Rehearsal}. The answers are of no interest,
/// and what the machine cannot do is refused as it would be to a kubelet. What was made is removed
/// again.
///
/// Threads: one at a time.
@NullMarked
package dev.hako.door.cri.rehearsal;

import org.jspecify.annotations.NullMarked;
