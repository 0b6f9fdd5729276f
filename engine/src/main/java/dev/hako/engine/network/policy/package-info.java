/// Holds containers back that may not send where they like.
///
/// Start reading at [Gatekeeper]; [Decisions] is what the name server asks, [GateWorks] what an
/// engine has at work as soon as there is such a container, [Rights] what it must not have. The
/// packet filter is [dev.hako.network.egress]'s.
///
/// Invariants: a container is held back before it runs, or does not run; what the packet filter has
/// survives an engine that is killed, and the next one makes it anew.
///
/// Threads and locks: who changes the packet filter takes turns by the gatekeeper's lock; what the
/// name server asks takes none. A thread each changes the filter for the name server, writes
/// records, and hears of refused packets.
@NullMarked
package dev.hako.engine.network.policy;

import org.jspecify.annotations.NullMarked;
