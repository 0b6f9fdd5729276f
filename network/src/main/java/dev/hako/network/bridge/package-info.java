/// Bridges, and the wires from them into network namespaces.
///
/// Start with [Bridges]; [BridgeSpec] and [Endpoint] say what is wanted. What is there already is
/// adopted and repaired, never asked about: a killed engine's remains and a first start are one
/// case.
///
/// One lock guards the socket of a [Bridges]; it is held for one exchange with the kernel, or the
/// few that make one thing, and nothing else is locked within.
@NullMarked
package dev.hako.network.bridge;

import org.jspecify.annotations.NullMarked;
