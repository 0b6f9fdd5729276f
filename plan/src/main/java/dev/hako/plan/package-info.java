/// From a runtime specification to a plan: the ordered list of system calls that starts a
/// container.
///
/// Start with [ContainerPlan]: its list of concerns is the order of a container's start, and each
/// concern is a small class that appends its steps. [PlanBuilder] is what they append to, [Plan] is
/// what comes out, and `launcher/include/plan.h` defines the bytes.
///
/// Invariants:
///
/// - Everything here is a function from values to values: nothing is opened, asked or changed, and
///   what must be known of the machine comes in a [PlanHost].
/// - What cannot be done as asked is refused with a [dev.hako.failure.Failure] that names the
///   remedy and never left out silently; what the specification lets a runtime leave out becomes a
///   note of the plan.
/// - Three processes run one plan: the launcher from the first step on, perhaps an intermediate
///   child, and the container's own process; each has its copies of registers and data.
///
/// Threads: values are immutable; builders belong to the one thread that compiles.
@NullMarked
package dev.hako.plan;

import org.jspecify.annotations.NullMarked;
