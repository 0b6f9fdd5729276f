package dev.hako.network.address;

import dev.hako.kernel.netlink.RouteNetlink;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a host can reach, and therefore cannot give to its boxes.
public final class HostSubnets {
    /// Routes for an eighth of all addresses or more are for the rest of the world, as the two
    /// halves by which private networks replace a default route.
    private static final int LEAST_PREFIX = 4;

    private HostSubnets() {}

    /// Of the network namespace that the thread is in: what its addresses and routes cover.
    public static List<Subnet> taken() {
        try (RouteNetlink route = RouteNetlink.open()) {
            Stream<Optional<Subnet>> addresses =
                    route.addresses().stream()
                            .map(address -> subnet(address.address(), address.prefixLength()));
            Stream<Optional<Subnet>> routes =
                    route.routes().stream().map(to -> subnet(to.destination(), to.prefixLength()));
            return Stream.concat(addresses, routes).flatMap(Optional::stream).distinct().toList();
        }
    }

    private static Optional<Subnet> subnet(InetAddress address, int prefixLength) {
        return prefixLength < LEAST_PREFIX
                ? Optional.empty()
                : Optional.of(Subnet.of(address, prefixLength));
    }
}
