package dev.hako.engine.network.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a running container is connected.
///
/// @param connections to networks, in the order of its interfaces
/// @param ports by which it is reached from outside
public record Connected(List<Connection> connections, List<PublishedPort> ports) {
    /// To nothing.
    public static final Connected NOT = new Connected(List.of(), List.of());

    public Connected {
        connections = List.copyOf(connections);
        ports = List.copyOf(ports);
    }

    /// The same with one more connection.
    public Connected with(Connection more) {
        return with(connections.size(), more);
    }

    /// The same of a container that has another name.
    public Connected named(String name) {
        return new Connected(connections.stream().map(each -> each.named(name)).toList(), ports);
    }

    /// The same without a connection, and without the ports that lead to it.
    public Connected without(Connection gone) {
        return new Connected(
                connections.stream().filter(each -> !each.equals(gone)).toList(),
                ports.stream().filter(port -> !gone.has(port.containerAddress())).toList());
    }

    /// The same with a connection at a place among the others.
    public Connected with(int place, Connection more) {
        List<Connection> all = new ArrayList<>(connections);
        all.add(place, more);
        return new Connected(all, ports);
    }

    /// The same with other ports.
    public Connected withPorts(List<PublishedPort> others) {
        return new Connected(connections, others);
    }

    /// Its connection to a network, if it has one.
    ///
    /// @param network its name
    public Optional<Connection> to(String network) {
        return connections.stream().filter(each -> each.network().equals(network)).findFirst();
    }

    /// Whether it is connected to nothing.
    public boolean isEmpty() {
        return connections.isEmpty();
    }
}
