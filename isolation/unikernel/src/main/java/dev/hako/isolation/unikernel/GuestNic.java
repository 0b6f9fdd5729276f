package dev.hako.isolation.unikernel;

import dev.hako.kernel.netlink.Link;
import dev.hako.kernel.netlink.LinkAddress;
import dev.hako.kernel.netlink.LinkRequests;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.Route;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// One network interface of a guest, as an interface of its network namespace on the host is.
///
/// @param link that interface: its name, hardware address and largest packet are the guest's, too
/// @param addresses its IP addresses
/// @param gateways who passes on what goes further, by this interface
record GuestNic(Link link, List<LinkAddress> addresses, List<InetAddress> gateways) {
    GuestNic {
        addresses = List.copyOf(addresses);
        gateways = List.copyOf(gateways);
    }

    static GuestNic of(Link link, List<LinkAddress> all, List<Route> routes) {
        return new GuestNic(
                link,
                all.stream()
                        .filter(each -> each.link() == link.index())
                        .filter(each -> !each.address().isLinkLocalAddress())
                        .toList(),
                routes.stream()
                        .filter(route -> route.isDefault() && route.link() == link.index())
                        .flatMap(route -> route.gateway().stream())
                        .toList());
    }

    byte[] hardwareAddress() {
        return HexFormat.ofDelimiter(":").parseHex(link.hardwareAddress());
    }

    /// What makes an interface of a guest this one.
    ///
    /// @param index of the interface in the guest
    Stream<NetlinkRequest> requests(int index) {
        boolean hasIpv6 = addresses.stream().anyMatch(each -> isIpv6(each.address()));
        Stream<NetlinkRequest> quiet =
                hasIpv6 ? Stream.of() : Stream.of(LinkRequests.withoutOwnIpv6(index));
        return Stream.of(
                        quiet,
                        addresses.stream()
                                .map(each ->
                                        new LinkAddress(index, each.address(), each.prefixLength())
                                                .add()),
                        Stream.of(LinkRequests.up(index)),
                        gateways.stream().map(each -> Route.byDefault(each, index).add()))
                .flatMap(each -> each);
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
