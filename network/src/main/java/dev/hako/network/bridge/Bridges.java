package dev.hako.network.bridge;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netlink.Link;
import dev.hako.kernel.netlink.LinkAddress;
import dev.hako.kernel.netlink.LinkRequests;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.Route;
import dev.hako.kernel.netlink.RouteNetlink;
import dev.hako.kernel.netlink.VethPair;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.namespace.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The bridges of one host, that is of one network namespace. Threads may share one.
public final class Bridges implements AutoCloseable {
    private static final String BRIDGE = "bridge";

    /// Whether bridges translate addresses themselves, of frames that would else go up to the host
    /// and come down again. Then what a box sends to itself by a port of the host has to be able to
    /// leave by the port it came by. The host's switch for all bridges; it comes with br_netfilter.
    private static final Sysctl ASKS_FILTER = new Sysctl("bridge/bridge-nf-call-iptables");

    private final RouteNetlink route;
    private final ReentrantLock lock = new ReentrantLock();

    private Bridges(RouteNetlink route) {
        this.route = route;
    }

    /// For the network namespace that the thread is in.
    public static Bridges open() {
        return new Bridges(RouteNetlink.open());
    }

    /// Makes a bridge, or makes the one of that name what it is to be. A host whose bridge needs it
    /// becomes one that passes packets on.
    ///
    /// @throws Failure `CONFLICT` if the name belongs to another kind of interface
    public void ensure(BridgeSpec spec) {
        locked(() -> {
            Optional<Link> there = route.link(spec.interfaceName());
            if (there.isEmpty()) {
                there = create(spec);
            }
            Link bridge = there.orElseThrow();
            if (!bridge.isOfKind(BRIDGE)) {
                throw taken(spec);
            }
            setUp(spec);
            route.apply(repairs(spec, bridge));
            return bridge;
        });
    }

    private Optional<Link> create(BridgeSpec spec) {
        byte[] hardwareAddress = spec.hardwareAddress().bytes();
        route.apply(LinkRequests.bridge(spec.interfaceName(), hardwareAddress, spec.mtu()));
        return route.link(spec.interfaceName());
    }

    private static Failure taken(BridgeSpec spec) {
        String name = spec.interfaceName();
        return Failure.conflict(
                        "cannot make bridge \"" + name + "\": another interface has this name")
                .hint("see ip link show " + name + ", or give the network another interface");
    }

    /// Without IPv6 addresses of its own it speaks no IPv6 at all, for no rule would be for it.
    /// With them it does not first ask for a second whether another bridge has its link-local
    /// address: nothing could be sent on to a box before that.
    private void setUp(BridgeSpec spec) {
        String name = spec.interfaceName();
        Sysctl.of("ipv6", name, "disable_ipv6").ensure(spec.hasIpv6() ? "0" : "1");
        Sysctl.of("ipv6", name, "accept_ra").ensure("0");
        Sysctl.of("ipv6", name, "accept_dad").ensure("0");
        if (spec.internal()) {
            return;
        }
        if (spec.hasIpv4()) {
            Forwarding.ensureIpv4();
        }
        if (spec.hasIpv6()) {
            Forwarding.ensureIpv6(route.links());
        }
    }

    private List<NetlinkRequest> repairs(BridgeSpec spec, Link bridge) {
        List<NetlinkRequest> repairs = new ArrayList<>();
        if (bridge.mtu() != spec.mtu()) {
            repairs.add(LinkRequests.mtu(spec.interfaceName(), spec.mtu()));
        }
        Set<LinkAddress> wanted =
                spec.gateways().stream()
                        .map(address -> on(bridge, address))
                        .collect(Collectors.toSet());
        Set<LinkAddress> there =
                route.addresses().stream()
                        .filter(address -> address.link() == bridge.index())
                        .filter(address -> !address.address().isLinkLocalAddress())
                        .collect(Collectors.toSet());
        there.stream()
                .filter(a -> !wanted.contains(a))
                .map(LinkAddress::remove)
                .forEach(repairs::add);
        wanted.stream().filter(a -> !there.contains(a)).map(LinkAddress::add).forEach(repairs::add);
        if (!bridge.isUp()) {
            repairs.add(LinkRequests.up(spec.interfaceName()));
        }
        return repairs;
    }

    /// Removes a bridge, if it is there; wires to it are cut, and end with their boxes.
    public void remove(String interfaceName) {
        delete(interfaceName);
    }

    /// The names of all bridges of the host, whoever made them.
    public List<String> list() {
        return locked(route::links).stream()
                .filter(link -> link.isOfKind(BRIDGE))
                .map(Link::name)
                .toList();
    }

    /// Lays a wire from a bridge into a box's network namespace, with addresses and routes there:
    /// when this returns, the box can be reached.
    ///
    /// @throws Failure `NOT_FOUND` if the bridge is not there
    public void attach(NetworkNamespace namespace, BridgeSpec bridge, Endpoint endpoint) {
        locked(() -> {
            lay(namespace, bridge, endpoint);
            return endpoint;
        });
        try {
            namespace.run(() -> setUp(endpoint));
        } catch (RuntimeException e) {
            detach(endpoint.hostSideName());
            throw e;
        }
    }

    private void lay(NetworkNamespace namespace, BridgeSpec bridge, Endpoint endpoint) {
        String name = bridge.interfaceName();
        Link master =
                route.link(name)
                        .filter(link -> link.isOfKind(BRIDGE))
                        .orElseThrow(() -> Failure.notFound("no such bridge \"" + name + "\""));
        List<NetlinkRequest> changes = new ArrayList<>();
        changes.add(
                LinkRequests.veth(
                        new VethPair(
                                endpoint.here(),
                                OptionalInt.of(master.index()),
                                endpoint.there(),
                                namespace.fd())));
        if (!bridge.interContainer()) {
            changes.add(LinkRequests.isolated(endpoint.hostSideName()));
        }
        if (ASKS_FILTER.value().filter("1"::equals).isPresent()) {
            changes.add(LinkRequests.hairpin(endpoint.hostSideName()));
        }
        try {
            route.apply(changes);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST) || !isStale(endpoint.hostSideName())) {
                throw e;
            }
            // The kernel takes its time to end a namespace, and with it the other end of this wire.
            route.apply(LinkRequests.delete(endpoint.hostSideName()));
            route.apply(changes);
        }
    }

    private boolean isStale(String hostSideName) {
        return route.link(hostSideName).filter(link -> link.isOfKind("veth")).isPresent();
    }

    /// A hardware address that does not follow from the IP address is told of by the kernel as soon
    /// as the interface is switched on: neighbours may remember another.
    private static void setUp(Endpoint endpoint) {
        if (endpoint.given().isPresent()) {
            Sysctl.of("ipv4", endpoint.interfaceName(), "arp_notify").ensure("1");
        }
        if (!endpoint.hasIpv6()) {
            Sysctl.of("ipv6", endpoint.interfaceName(), "disable_ipv6").ensure("1");
        }
        try (RouteNetlink inside = RouteNetlink.open()) {
            Link link = inside.link(endpoint.interfaceName()).orElseThrow();
            List<NetlinkRequest> changes = new ArrayList<>();
            endpoint.addresses().forEach(address -> changes.add(on(link, address).add()));
            changes.add(LinkRequests.up(link.index()));
            endpoint.defaultGateways()
                    .forEach(gateway -> changes.add(Route.byDefault(gateway, link.index()).add()));
            inside.apply(changes);
        }
    }

    private static LinkAddress on(Link link, InterfaceAddress address) {
        return new LinkAddress(link.index(), address.address(), address.prefixLength());
    }

    /// Takes a wire away, if it is there.
    ///
    /// @param hostSideName its end on the host
    public void detach(String hostSideName) {
        delete(hostSideName);
    }

    /// Takes all wires away whose ends on the host have names that begin so.
    public void detachAll(String beginning) {
        locked(route::links).stream()
                .map(Link::name)
                .filter(name -> name.startsWith(beginning))
                .forEach(this::delete);
    }

    private void delete(String name) {
        locked(() -> {
            try {
                route.apply(LinkRequests.delete(name));
            } catch (KernelException e) {
                if (!e.is(Errno.ENODEV)) {
                    throw e;
                }
            }
            return name;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        route.close();
    }
}
