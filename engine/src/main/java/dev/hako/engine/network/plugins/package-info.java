/// Networks that plugins make of the host (CNI), for pods.
///
/// Start reading at [PluginNetworks]. How plugins are run is [dev.hako.network.cni]'s.
///
/// Invariants: a pod is attached to one network; what was begun is undone before it is tried again.
///
/// Threads and locks: any thread, those about one pod one at a time.
@NullMarked
package dev.hako.engine.network.plugins;

import org.jspecify.annotations.NullMarked;
