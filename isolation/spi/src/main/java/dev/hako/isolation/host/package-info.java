/// What a machine can do for isolations, found out once and by trying.
///
/// Start with [HostProbe]. Nothing is probed before it is asked for: a start of the engine pays
/// only for what its first container needs. Where text of procfs is read, its parsing is pure and
/// tested apart.
///
/// Threads: [HostProbe] may be asked by any; it has one lock, held while it probes.
@NullMarked
package dev.hako.isolation.host;

import org.jspecify.annotations.NullMarked;
