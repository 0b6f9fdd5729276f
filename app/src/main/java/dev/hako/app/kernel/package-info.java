/// Guest kernels as users meet them: how a build is shown, and how a kernel comes from a registry.
///
/// Start reading at {@link dev.hako.app.kernel.KernelArtifact}, which says what a kernel is there.
///
/// Invariants: what a registry sends is compared with its digest before anything is made of it, and
/// has a bound unpacked, too.
///
/// Threads: {@link dev.hako.app.kernel.BuildProgress} is told by two threads, and locks itself;
/// everything else belongs to the command that uses it.
@NullMarked
package dev.hako.app.kernel;

import org.jspecify.annotations.NullMarked;
