/// Network namespaces: made, held by a descriptor, and visited.
///
/// Start with [NetworkNamespace].
///
/// A namespace lives as long as a descriptor of it is open, a process is in it or a mount holds it.
/// Made here, it is held by the descriptor alone, so that an engine that is killed leaks nothing.
///
/// Visits are made by one platform thread of their own, one after the other: no other thread of the
/// process, and no virtual thread's carrier, ever is in a foreign namespace. A visit must be short,
/// and must not visit.
@NullMarked
package dev.hako.network.namespace;

import org.jspecify.annotations.NullMarked;
