/// What networks are made of: root's of bridges of the host ([HostFabric]), an ordinary user's of
/// bridges in a network namespace of his own and of programs that speak for his containers
/// ([UserFabric]).
///
/// Start reading at [Fabric] and [Wires], then [Wiring] and, for users, [World].
///
/// Invariants: a container's network namespace is held by its processes alone, or by a pod's mount:
/// with it go its wires. What was begun and cannot be had is undone before the failure is told.
///
/// Threads and locks: any thread may call a fabric. Who takes an address and needs its bridge holds
/// the network's gate meanwhile, so that nobody takes the bridge away.
@NullMarked
package dev.hako.engine.network.fabric;

import org.jspecify.annotations.NullMarked;
