package dev.hako.engine.network.fabric;

import dev.hako.engine.network.store.Connection;
import dev.hako.kernel.netlink.Link;
import dev.hako.kernel.netlink.RouteNetlink;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.rootless.UserNetworking;
import java.net.InetAddress;
import java.util.List;

/// The interface by which a program connects a container to the world.
///
/// @param addresses those that others than its neighbours know
record Outside(Link link, List<InterfaceAddress> addresses) {
    Outside {
        addresses = List.copyOf(addresses);
    }

    /// That of a container which is connected.
    static Outside of(NetworkNamespace container) {
        return container.call(Outside::look);
    }

    private static Outside look() {
        try (RouteNetlink inside = RouteNetlink.open()) {
            Link link = inside.link(UserNetworking.INTERFACE).orElseThrow();
            return new Outside(
                    link,
                    inside.addresses().stream()
                            .filter(each -> each.link() == link.index())
                            .filter(each -> !each.address().isLinkLocalAddress())
                            .map(each -> new InterfaceAddress(each.address(), each.prefixLength()))
                            .toList());
        }
    }

    boolean hasIpv6() {
        return addresses.stream().anyMatch(InterfaceAddress::isIpv6);
    }

    /// The same as a connection to the standard network. The way out leads past the host, so that
    /// it has no gateway that is the host.
    ///
    /// @param nameServer at which the host's is asked
    Connection connection(Party party, Joined joined, InetAddress nameServer) {
        return new Connection(
                joined.network().name(),
                joined.network().id(),
                link.name(),
                "",
                HardwareAddress.parse(link.hardwareAddress()),
                addresses,
                List.of(),
                List.of(nameServer),
                party.names(joined.how()));
    }
}
