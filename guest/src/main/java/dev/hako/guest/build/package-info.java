/// Makes guest kernels from their source.
///
/// Start reading at {@link dev.hako.guest.build.KernelBuild}: one story from a source ({@link
/// dev.hako.guest.build.KernelSource}: the distribution's package, a tarball or a tree) to a kernel
/// in the store. What a kernel has says `guest/kernel/*.config`.
///
/// Invariants: one build at a time for each store, by a lock. All programs of a build are one
/// process group, which is killed when this process lets go of its end of a pipe, whether it wants
/// to or was killed; what they have written lies in one folder, which the next build deletes first.
/// Equal sources, options and tools give equal bytes, in whatever folder.
///
/// Threads: a build belongs to the thread that called, which may be interrupted at any time; a
/// second one reads what its programs say.
@NullMarked
package dev.hako.guest.build;

import org.jspecify.annotations.NullMarked;
