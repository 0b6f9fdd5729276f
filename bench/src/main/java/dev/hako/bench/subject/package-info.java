/// What is measured: Hako as it was built, and the peers that this machine has, each prepared for
/// the same work.
///
/// The work is one container from an equal specification: the namespaces, capabilities, mounts,
/// hidden paths and system calls that [dev.hako.oci.hardening.HardenedSpec] says, no network, no
/// limits, and `true` of this machine's `/usr`. Where the two cannot be equal, the peer has the
/// better part: it finds a prepared bundle with a mounted root, and Hako mounts its own. Both keep
/// what does not outlive the machine in memory, as they do where `/run` is a tmpfs.
@NullMarked
package dev.hako.bench.subject;

import org.jspecify.annotations.NullMarked;
