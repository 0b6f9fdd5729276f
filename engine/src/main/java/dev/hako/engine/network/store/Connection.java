package dev.hako.engine.network.store;

import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.config.PodConfig;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a running container is connected to one network.
///
/// @param network its name
/// @param networkId its id
/// @param interfaceName in the container: `eth0`
/// @param hostSideName the other end of the wire; empty if it is a program that connects it
/// @param hardwareAddress of the interface in the container
/// @param addresses the container's own, at most one of each family
/// @param gateways the host's, as many
/// @param nameServers by which the world's names are known there, if those of the host cannot be
///   asked
/// @param names by which the network's other containers find it, its own first
public record Connection(
        String network,
        String networkId,
        String interfaceName,
        String hostSideName,
        HardwareAddress hardwareAddress,
        List<InterfaceAddress> addresses,
        List<InetAddress> gateways,
        List<InetAddress> nameServers,
        List<String> names) {
    public Connection {
        addresses = List.copyOf(addresses);
        gateways = List.copyOf(gateways);
        nameServers = List.copyOf(nameServers);
        names = List.copyOf(names);
    }

    /// Whether plugins have made it (CNI).
    public boolean isOfPlugins() {
        return PodConfig.isOfPlugins(network);
    }

    /// Whether it is the network of those who name none.
    public boolean isStandard() {
        return network.equals(NetworkConfig.STANDARD);
    }

    /// The same of a container that has another name.
    Connection named(String name) {
        List<String> renamed = new ArrayList<>(names);
        renamed.set(0, name);
        return new Connection(
                network,
                networkId,
                interfaceName,
                hostSideName,
                hardwareAddress,
                addresses,
                gateways,
                nameServers,
                renamed);
    }

    /// Whether an address is the container's own there.
    boolean has(InetAddress address) {
        return addresses.stream().anyMatch(own -> own.address().equals(address));
    }

    /// Its address of one family.
    public Optional<InterfaceAddress> address(boolean ipv6) {
        return addresses.stream().filter(address -> address.isIpv6() == ipv6).findFirst();
    }
}
