package dev.hako.engine.network.store;

import dev.hako.network.address.Addresses;
import dev.hako.network.port.PortForward;
import dev.hako.network.port.TransportProtocol;
import java.net.InetAddress;
import java.util.Optional;

/// A port of a running container that is reached by a port of the host.
///
/// @param hostAddress of the host; `0.0.0.0` or `::` for all of a family
public record PublishedPort(
        TransportProtocol protocol,
        int containerPort,
        InetAddress containerAddress,
        InetAddress hostAddress,
        int hostPort) {

    /// The container's side: `80/tcp`.
    public String containerSide() {
        return containerPort + "/" + protocol;
    }

    /// The host's side: `0.0.0.0:8080`, `[::]:8080`.
    public String hostSide() {
        String address = Addresses.text(hostAddress);
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + hostPort;
    }

    /// The same to another address of the container.
    public PublishedPort to(InetAddress address) {
        return new PublishedPort(protocol, containerPort, address, hostAddress, hostPort);
    }

    public PortForward forward() {
        return new PortForward(
                protocol, Optional.of(hostAddress), hostPort, containerAddress, containerPort);
    }
}
