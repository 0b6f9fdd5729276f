package dev.hako.engine.network.fabric;

import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Network;
import dev.hako.kernel.netlink.Link;
import dev.hako.kernel.netlink.LinkAddress;
import dev.hako.kernel.netlink.RouteNetlink;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.namespace.NetworkNamespace;
import java.util.List;
import java.util.Optional;

/// What a container's network namespace shows of how it is connected.
record Seen(List<Link> links, List<LinkAddress> addresses) {
    Seen {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
    }

    static Seen in(NetworkNamespace container) {
        return container.call(() -> {
            try (RouteNetlink inside = RouteNetlink.open()) {
                return new Seen(inside.links(), inside.addresses());
            }
        });
    }

    /// The connection to a network, which is where an interface has one of its addresses.
    Optional<Connection> connection(Party party, Joined joined) {
        return links.stream()
                .filter(link -> addresses(link).stream().anyMatch(own -> isOf(joined, own)))
                .findFirst()
                .map(link -> connection(party, joined, link));
    }

    private static boolean isOf(Joined joined, InterfaceAddress own) {
        return joined.network().ranges().stream()
                .anyMatch(range -> range.subnet().contains(own.address()));
    }

    private List<InterfaceAddress> addresses(Link link) {
        return addresses.stream()
                .filter(each -> each.link() == link.index())
                .filter(each -> !each.address().isLinkLocalAddress())
                .map(each -> new InterfaceAddress(each.address(), each.prefixLength()))
                .toList();
    }

    private Connection connection(Party party, Joined joined, Link link) {
        Network network = joined.network();
        return new Connection(
                network.name(),
                network.id(),
                link.name(),
                party.wire(Wiring.number(link.name())),
                HardwareAddress.parse(link.hardwareAddress()),
                addresses(link),
                network.gateways(),
                List.of(),
                party.names(joined.how()));
    }
}
