package dev.hako.engine.network.fabric;

import dev.hako.engine.config.PortRequest;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Leases;
import dev.hako.engine.network.store.Network;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netlink.LinkAddress;
import dev.hako.kernel.netlink.Route;
import dev.hako.kernel.netlink.RouteNetlink;
import dev.hako.network.address.Addresses;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.bridge.Endpoint;
import dev.hako.network.dns.NameSockets;
import dev.hako.network.egress.Barrier;
import dev.hako.network.egress.InnerBarrier;
import dev.hako.network.egress.Refusals;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.port.PortClaims;
import dev.hako.network.port.PortReservation;
import dev.hako.network.rootless.UplinkRequest;
import dev.hako.network.rootless.UserNetworking;
import dev.hako.network.rootless.UserSwitch;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An ordinary user's networks: bridges in a network namespace of his own, and for each container
/// that is to reach the world a program that speaks for it.
public final class UserFabric implements Fabric {
    private static final Logger LOG = LoggerFactory.getLogger(UserFabric.class);

    /// `eth0` is the program's.
    private static final int FIRST_WIRE = 1;

    /// What a program hands on comes to any address of the container.
    private static final InetAddress ANY_IPV4 = Addresses.parse("0.0.0.0");

    private static final InetAddress ANY_IPV6 = Addresses.parse("::");

    private final Wiring wiring;
    private final Worlds worlds;
    private final UplinkGuard guard;
    private final PortClaims claims = new PortClaims();
    private final Path mount;
    private @Nullable UserSwitch opened;

    /// @param run the engine's folder for what does not survive a reboot
    public UserFabric(Leases leases, Path run) {
        this.wiring = new Wiring(leases, this::attach, wire -> bridges().detach(wire));
        this.worlds = Worlds.in(run.resolve("worlds"));
        this.guard = new UplinkGuard(worlds);
        this.mount = run.resolve("switch");
    }

    private synchronized UserSwitch bridges() {
        UserSwitch users = opened;
        if (users == null) {
            users = UserSwitch.open(mount);
            opened = users;
        }
        return users;
    }

    /// The standard network has no bridge: whoever is in it reaches the world.
    @Override
    public void makeReady(Network network) {
        if (network.isStandard()) {
            tryOut();
        } else {
            bridges().ensure(bridge(network));
        }
    }

    @Override
    public void tryOut() {
        UserNetworking.find();
        requireWayOut();
    }

    private static void requireWayOut() {
        try (RouteNetlink host = RouteNetlink.open()) {
            if (host.routes().stream().noneMatch(Route::isDefault)) {
                throw Failure.of(Failure.Kind.UNAVAILABLE, "this host has no way to the world")
                        .hint("see its routes: ip route");
            }
        }
    }

    /// Nothing is outside of a bridge.
    private static BridgeSpec bridge(Network network) {
        BridgeSpec asked = network.bridge();
        return new BridgeSpec(
                asked.interfaceName(),
                asked.gateways(),
                asked.mtu(),
                true,
                false,
                asked.interContainer());
    }

    @Override
    public void remove(Network network) {
        bridges().remove(network.interfaceName());
    }

    private static boolean leadsOut(Joined joined) {
        return !joined.network().config().internal();
    }

    @Override
    public Wires connect(Party party, List<Joined> joins, List<PortRequest> ports) {
        guard.end(party.id());
        NetworkNamespace namespace = party.namespace();
        Wires wires = Wires.in(namespace);
        try {
            if (joins.stream().anyMatch(UserFabric::leadsOut)) {
                wires.add(world(party, namespace, joins, ports));
            } else if (!ports.isEmpty()) {
                Ports.take(ports, List.of(), PortReservation::of); // says why there is none
            }
            int number = FIRST_WIRE;
            for (Joined joined : joins) {
                if (!joined.network().isStandard()) {
                    lay(party, number, joined, namespace, wires);
                    number++;
                }
            }
            return wires;
        } catch (RuntimeException e) {
            wires.close();
            throw e;
        }
    }

    private void lay(
            Party party, int number, Joined joined, NetworkNamespace namespace, Wires wires) {
        wiring.lay(new Wiring.Laying(party, number, joined, namespace, List.of()), _ -> {}, wires);
    }

    private World world(
            Party party, NetworkNamespace namespace, List<Joined> joins, List<PortRequest> asked) {
        PortClaims.Turn claimed = claims.begin();
        try {
            UserNetworking networking = UserNetworking.find();
            Optional<Joined> standard =
                    joins.stream().filter(joined -> joined.network().isStandard()).findFirst();
            List<PublishedPort> ports = ports(networking, asked, claimed);
            UplinkRequest request =
                    request(party)
                            .withPorts(ports.stream().map(PublishedPort::forward).toList())
                            .withHardwareAddress(
                                    standard.flatMap(joined -> joined.how().hardwareAddress()));
            World.Place place =
                    new World.Place(
                            party,
                            standard,
                            standard.map(joins::indexOf).orElse(0),
                            networking.nameServer(request),
                            ports);
            return new World(
                    networking.connect(namespace.fd(), request), namespace, place, claimed);
        } catch (RuntimeException e) {
            claimed.close();
            throw e;
        }
    }

    private UplinkRequest request(Party party) {
        return UplinkRequest.of(worlds.file(party.id()));
    }

    /// The program takes them itself, so that they are let go of when it is known which are free.
    private static List<PublishedPort> ports(
            UserNetworking networking, List<PortRequest> asked, PortClaims.Turn claimed) {
        if (asked.isEmpty()) {
            return List.of();
        }
        boolean ipv6 = networking.abilities().ipv6() && hostHasIpv6();
        List<InetAddress> own = ipv6 ? List.of(ANY_IPV4, ANY_IPV6) : List.of(ANY_IPV4);
        Ports taken = Ports.take(asked, own, claimed::take);
        taken.held().forEach(Fd::close);
        return List.copyOf(taken.published());
    }

    private static boolean hostHasIpv6() {
        try (RouteNetlink host = RouteNetlink.open()) {
            return host.addresses().stream()
                    .map(LinkAddress::address)
                    .anyMatch(address ->
                            address instanceof Inet6Address
                                    && !address.isLoopbackAddress()
                                    && !address.isLinkLocalAddress());
        }
    }

    /// The bridge is made when it is first needed: with the last of a user's containers and his
    /// engine go all there were.
    private void attach(NetworkNamespace namespace, Network network, Endpoint endpoint) {
        try {
            bridges().attach(namespace, bridge(network), endpoint);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            makeReady(network);
            bridges().attach(namespace, bridge(network), endpoint);
        }
    }

    @Override
    public List<Fd> retake(List<PublishedPort> ports) {
        return List.of();
    }

    /// Ports are the program's.
    @Override
    public void publish(List<PublishedPort> ports) {}

    @Override
    public void keep(Party party, Wires wires) {
        wires.handOverWorld()
                .ifPresent(world ->
                        guard.begin(
                                party,
                                wires.connected(),
                                wires.namespace().orElseThrow(),
                                world.letGo()));
    }

    @Override
    public void found(
            Party party, Connected how, boolean outside, Supplier<NetworkNamespace> place) {
        if (!outside) {
            return;
        }
        try {
            guard.take(party, how, place.get());
        } catch (KernelException e) {
            LOG.debug("container {} has ended meanwhile: {}", party.id(), e.getMessage());
        }
    }

    @Override
    public Connected look(
            Party party, NetworkNamespace namespace, List<Joined> joins, List<PortRequest> ports) {
        Seen seen = Seen.in(namespace);
        InetAddress nameServer = UserNetworking.find().nameServer(request(party));
        Outside outside = Outside.of(namespace);
        List<Connection> connections =
                joins.stream()
                        .flatMap(joined ->
                                joined.network().isStandard()
                                        ? Stream.of(outside.connection(party, joined, nameServer))
                                        : seen.connection(party, joined).stream())
                        .toList();
        List<InetAddress> own = outside.hasIpv6() ? List.of(ANY_IPV4, ANY_IPV6) : List.of(ANY_IPV4);
        return new Connected(connections, Ports.named(ports, own));
    }

    @Override
    public void end(String containerId, List<PublishedPort> ports) {
        guard.end(containerId);
    }

    @Override
    public Wires plug(
            Party party,
            NetworkNamespace namespace,
            Connected before,
            Joined joined,
            Consumer<Connection> beforehand) {
        Wires wires = Wires.in(namespace);
        try {
            if (leadsOut(joined) && !worlds.has(party.id())) {
                wires.add(world(party, namespace, List.of(joined), List.of()));
            } else if (joined.network().isStandard()) {
                InetAddress nameServer = UserNetworking.find().nameServer(request(party));
                wires.add(Outside.of(namespace).connection(party, joined, nameServer), List.of());
            }
            if (!joined.network().isStandard()) {
                lay(party, Wiring.freeNumber(before, FIRST_WIRE), joined, namespace, wires);
            }
            wires.await();
            return wires;
        } catch (RuntimeException e) {
            wires.close();
            throw e;
        }
    }

    /// With the last network that leads out go the program and its ports.
    @Override
    public Connected unplug(Leaving leaving, List<Joined> left) {
        Connection gone = leaving.gone();
        if (!gone.isStandard()) {
            bridges().detach(gone.hostSideName());
        }
        Connected after = leaving.before().without(gone);
        if (left.stream().anyMatch(UserFabric::leadsOut)) {
            return after;
        }
        guard.end(leaving.containerId());
        return after.withPorts(List.of());
    }

    @Override
    public NameSockets nameSockets(InetAddress gateway, int port) {
        return bridges().namespace().call(() -> NameSockets.bind(gateway, port));
    }

    @Override
    public boolean isOfANetwork(InetAddress address) {
        return false;
    }

    /// There is no packet filter between his containers and the world but in themselves.
    @Override
    public Barrier barrier(String table, Refusals refusals) {
        return InnerBarrier.open(table, refusals);
    }

    /// It ended with them.
    @Override
    public void sweepBarrier(String table) {}

    /// The address at which the program would ask the host's name server for them.
    @Override
    public Optional<InetAddress> nameServerWithin() {
        try {
            return Optional.of(UserNetworking.find().nameServer());
        } catch (Failure none) {
            return Optional.empty();
        }
    }

    /// What is in its own network namespace holds it back without anybody's knowing.
    @Override
    public void sever(Party party) {}

    @Override
    public void restore(List<Network> used, List<PublishedPort> ports) {
        worlds.endStrays();
    }

    @Override
    public boolean isIntact() {
        return true;
    }

    /// It ends with the user's last container and engine.
    @Override
    public void takeAwayUnused(List<Network> networks) {}

    @Override
    public void takeAwayLeft(List<Network> networks) {}

    @Override
    public synchronized void close() {
        guard.close();
        if (opened != null) {
            opened.close();
        }
    }
}
