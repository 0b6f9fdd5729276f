package dev.hako.engine.network;

import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.failure.Failure;
import dev.hako.network.port.PortTaken;
import java.util.Collection;

/// Which of an engine's containers has a port of the host.
///
/// @param connected how its containers are connected
record PortOwners(Collection<Connected> connected) {
    /// Names the container that has a port, if one of them has.
    Failure named(PortTaken taken) {
        return connected.stream()
                .filter(how -> how.ports().stream().anyMatch(port -> isAbout(taken, port)))
                .map(how -> how.connections().getFirst().names().getFirst())
                .findFirst()
                .<Failure>map(taken::by)
                .orElse(taken);
    }

    private static boolean isAbout(PortTaken taken, PublishedPort port) {
        return port.protocol() == taken.protocol() && port.hostPort() == taken.port();
    }
}
