/// System call filters: from the rules of an OCI profile to the program the kernel runs for every
/// call.
///
/// Start with [SeccompFilter], which says what the rules mean; [SeccompCompiler] turns it into a
/// [BpfProgram]. All of it is pure: no system call is made, and a filter for one machine can be
/// compiled on another.
///
/// A compiled filter first tells the numberings of calls apart (x86_64, i386, …) and then finds the
/// call's verdict in a binary tree over ranges of numbers with the same verdict. A call is decided
/// after about eight comparisons instead of the hundreds of a list.
@NullMarked
package dev.hako.kernel.seccomp;

import org.jspecify.annotations.NullMarked;
