/// What was decided about where containers send, on record.
///
/// Start with [EgressDecision]; a [DecisionLog] keeps those of one container in its directory, in
/// the format of its own log, so that [dev.hako.engine.log.LogReader] reads both.
///
/// Invariants: a record is bounded, whatever a container does: in what it takes on the disk, and in
/// how many decisions of a moment it has. What was left out is counted.
///
/// Threads and locks: decisions come from any thread; one writes.
@NullMarked
package dev.hako.engine.egress;

import org.jspecify.annotations.NullMarked;
