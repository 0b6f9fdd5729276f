/// The pods and containers that were made through this door, and what the kubelet said of them.
///
/// Start with {@link dev.hako.door.cri.registry.Sandboxes} and {@link
/// dev.hako.door.cri.registry.Containers}. The engine keeps the kubelet's own words as annotations,
/// which nobody else reads; so all that is asked for later is there again after the engine was
/// killed, and nothing is kept twice.
///
/// Threads: everything may be asked by any thread.
@NullMarked
package dev.hako.door.cri.registry;

import org.jspecify.annotations.NullMarked;
