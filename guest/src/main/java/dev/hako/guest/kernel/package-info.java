/// Guest kernels as things that are kept: what is known of one, and the store on disk.
///
/// Start reading at {@link dev.hako.guest.kernel.KernelStore}. A kernel is named by the SHA-256 of
/// its program; it never changes, so it is shared by all who run it and needs no lock while it
/// runs.
///
/// Invariants: a kernel is in the store whole or not at all (it is put together under a hidden name
/// and renamed); what cannot be read is reported and left alone; documents carry a schema number.
///
/// Threads: all types may be used from any thread. Two locks, both flock(2) on files: the store's
/// own, held for milliseconds by who adds or removes, and the build's, held as long as one lasts.
/// Whoever wants both takes the build's first.
@NullMarked
package dev.hako.guest.kernel;

import org.jspecify.annotations.NullMarked;
