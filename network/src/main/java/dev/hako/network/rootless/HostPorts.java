package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.network.port.PortForward;
import dev.hako.network.port.PortReservation;
import java.util.HashSet;
import java.util.List;

/// Tries ports of the host before a program is told to take them: programs do not say who has a
/// port, and some are content with half of what they were told to take.
final class HostPorts {
    private HostPorts() {}

    /// Refuses ports that cannot be had: by itself, or because of another in the list.
    static void require(List<PortForward> ports) {
        var seen = new HashSet<String>();
        for (PortForward port : ports) {
            if (!seen.add(port.hostSide())) {
                throw Failure.invalid("port \"" + port.hostSide() + "\" is asked for twice");
            }
        }
        ports.forEach(PortReservation::require);
    }
}
