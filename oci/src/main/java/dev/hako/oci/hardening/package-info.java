/// What a container gets when nobody says otherwise: as little as Docker gives it.
///
/// Start at [HardenedSpec]. The system calls are in `seccomp.json`, a [SeccompProfile] in the
/// format users of Docker write theirs in.
///
/// Everything here is pure and immutable: the machine is described by a [Machine], never asked.
@NullMarked
package dev.hako.oci.hardening;

import org.jspecify.annotations.NullMarked;
