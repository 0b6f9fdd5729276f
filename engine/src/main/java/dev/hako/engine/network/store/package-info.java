/// What is known of networks, of who is connected to them, and of who has which address.
///
/// Start reading at [Network] and [Connected], then [NetworkStore] and [Leases].
///
/// A network is the directory `networks/NAME` with a document, and below `leases` a file for each
/// address that was ever given away. **An address is taken while the file is locked** (flock(2)).
/// The descriptor that has the lock is inherited by the container's monitor, so an address is free
/// exactly when its monitor has ended, whatever became of engines. An address of a pod is taken as
/// well while the network namespace is mounted that its file names.
///
/// Invariants: a network whose document cannot be read is reported and left alone; none is half
/// made, for its directory is renamed when it is complete.
///
/// Threads and locks: records, and classes that any thread may use. [NetworkStore#lock] is for
/// whoever makes and removes networks, [Leases#enter] for whoever needs a network's bridge.
@NullMarked
package dev.hako.engine.network.store;

import org.jspecify.annotations.NullMarked;
