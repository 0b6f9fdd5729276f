package dev.hako.engine.network.fabric;

import dev.hako.kernel.netlink.Route;
import dev.hako.kernel.netlink.RouteNetlink;
import dev.hako.network.namespace.NetworkNamespace;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The ways out of a running container's network.
final class WaysOut {
    private WaysOut() {}

    /// The families (of IPv6 or not) that have one.
    static Set<Boolean> families(NetworkNamespace namespace) {
        return namespace.call(() -> {
            try (RouteNetlink inside = RouteNetlink.open()) {
                Set<Boolean> families = new HashSet<>();
                inside.routes().stream()
                        .filter(route -> route.isDefault())
                        .forEach(
                                route -> families.add(route.destination() instanceof Inet6Address));
                return families;
            }
        });
    }

    /// Adds one.
    static void add(NetworkNamespace namespace, String interfaceName, InetAddress gateway) {
        namespace.run(() -> {
            try (RouteNetlink inside = RouteNetlink.open()) {
                inside.link(interfaceName)
                        .ifPresent(link ->
                                inside.apply(
                                        List.of(Route.byDefault(gateway, link.index()).add())));
            }
        });
    }
}
