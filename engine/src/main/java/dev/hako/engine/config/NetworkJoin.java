package dev.hako.engine.config;

import dev.hako.failure.Failure;
import dev.hako.network.address.HardwareAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// A network that a container is connected to.
///
/// @param network its name, or what names it otherwise
/// @param aliases further names by which the network's other containers find it
/// @param ipv4 the address it is to have; empty: one that is free
/// @param ipv6 as `ipv4`
/// @param hardwareAddress of its interface; empty: one that follows from its address
public record NetworkJoin(
        String network,
        List<String> aliases,
        Optional<InetAddress> ipv4,
        Optional<InetAddress> ipv6,
        Optional<HardwareAddress> hardwareAddress) {
    public NetworkJoin {
        aliases = List.copyOf(aliases);
        if (ipv4.filter(Inet6Address.class::isInstance).isPresent()) {
            throw Failure.invalid("\"" + ipv4.get().getHostAddress() + "\" is no IPv4 address");
        }
        if (ipv6.filter(Inet4Address.class::isInstance).isPresent()) {
            throw Failure.invalid("\"" + ipv6.get().getHostAddress() + "\" is no IPv6 address");
        }
    }

    /// Nothing but the network.
    public static NetworkJoin of(String network) {
        return new NetworkJoin(
                network, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The same, of a network that is called otherwise.
    public NetworkJoin to(String name) {
        return new NetworkJoin(name, aliases, ipv4, ipv6, hardwareAddress);
    }

    /// Whether it says anything but the network's name.
    public boolean isPlain() {
        return equals(of(network));
    }
}
