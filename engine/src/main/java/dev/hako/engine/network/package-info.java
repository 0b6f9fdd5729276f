/// Networks as an engine keeps them, and who is connected to them.
///
/// Start reading at [Networks] and [Switchboard], then at
/// [Fabric][dev.hako.engine.network.fabric.Fabric], which connects a container to its networks when
/// it is started. What is known of networks and of who is connected is in
/// [dev.hako.engine.network.store], who may send where in [Custody] and
/// [dev.hako.engine.network.policy], who is called what in [dev.hako.engine.network.names],
/// networks of plugins in [dev.hako.engine.network.plugins]. What bridges and wires are made of is
/// the business of [dev.hako.network].
///
/// No process holds a pod's network, a mount does: [PodConnections]. [Upkeep] makes anew what
/// crashes and others have taken away, and takes away what nobody uses.
///
/// Invariants: what a running container is connected to is written to its run directory before it
/// is started, and read again by the next engine.
///
/// Threads and locks: whoever makes or removes networks holds the store's lock, which is taken
/// after a container's turn, never before. The rest is concurrent maps.
@NullMarked
package dev.hako.engine.network;

import org.jspecify.annotations.NullMarked;
