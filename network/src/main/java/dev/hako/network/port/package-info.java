/// Ports of the host that belong to boxes.
///
/// Start with [PortForward], and [PortReservation], which keeps such a port from all other programs
/// of the host. Nothing here is locked; all values are immutable.
@NullMarked
package dev.hako.network.port;

import org.jspecify.annotations.NullMarked;
