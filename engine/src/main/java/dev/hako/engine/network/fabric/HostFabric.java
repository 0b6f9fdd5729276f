package dev.hako.engine.network.fabric;

import dev.hako.engine.config.PortRequest;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Leases;
import dev.hako.engine.network.store.Network;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.bridge.Bridges;
import dev.hako.network.bridge.Endpoint;
import dev.hako.network.dns.NameSockets;
import dev.hako.network.egress.Barrier;
import dev.hako.network.egress.EgressFilter;
import dev.hako.network.egress.Refusals;
import dev.hako.network.firewall.Firewall;
import dev.hako.network.firewall.FirewallState;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.port.PortForward;
import dev.hako.network.port.PortReservation;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Root's networks: bridges of the host and a packet filter.
public final class HostFabric implements Fabric {
    private static final Logger LOG = LoggerFactory.getLogger(HostFabric.class);
    private static final int TRIES = 50;
    private static final Duration PAUSE = Duration.ofMillis(10);

    /// What a network takes of a machine.
    private static final BridgeSpec TRIAL =
            new BridgeSpec(
                    "hk-trial",
                    List.of(InterfaceAddress.parse("192.0.2.1/24")),
                    1500,
                    false,
                    true,
                    true);

    private final Leases leases;
    private final Wiring wiring;
    private final String firewallTable;
    private final Runnable repair;
    private final Map<String, Network> ready = new ConcurrentHashMap<>();
    private @Nullable Bridges bridges;
    private @Nullable Firewall firewall;
    private @Nullable FirewallGuard guard;

    /// @param firewallTable the name of the engine's table in the packet filter
    /// @param repair calls [#restore], when others have changed the packet filter
    public HostFabric(Leases leases, String firewallTable, Runnable repair) {
        this.leases = leases;
        this.wiring = new Wiring(leases, this::attach, wire -> bridges().detach(wire));
        this.firewallTable = firewallTable;
        this.repair = repair;
    }

    @Override
    public Wires connect(Party party, List<Joined> joins, List<PortRequest> ports) {
        ports.forEach(Ports::requireRouted);
        NetworkNamespace namespace = party.namespace();
        Wires wires = Wires.in(namespace);
        try {
            Set<Boolean> routed = new HashSet<>();
            for (int number = 0; number < joins.size(); number++) {
                Joined joined = joins.get(number);
                wiring.lay(laying(party, number, joined, namespace, routed), _ -> {}, wires);
            }
            if (!ports.isEmpty()) {
                List<InetAddress> own = reachable(joins, wires.connected());
                wires.add(Ports.take(ports, own, PortReservation::of));
            }
            return wires;
        } catch (RuntimeException e) {
            wires.close();
            throw e;
        }
    }

    /// @param routed the families (of IPv6 or not) that have a way out already
    private static Wiring.Laying laying(
            Party party,
            int number,
            Joined joined,
            NetworkNamespace namespace,
            Set<Boolean> routed) {
        Network network = joined.network();
        List<InetAddress> ways =
                network.config().internal()
                        ? List.of()
                        : network.gateways().stream()
                                .filter(gateway -> routed.add(gateway instanceof Inet6Address))
                                .toList();
        return new Wiring.Laying(party, number, joined, namespace, ways);
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
            int number = Wiring.freeNumber(before, 0);
            Set<Boolean> routed = WaysOut.families(namespace);
            wiring.lay(laying(party, number, joined, namespace, routed), beforehand, wires);
            return wires;
        } catch (RuntimeException e) {
            wires.close();
            throw e;
        }
    }

    @Override
    public Connected unplug(Leaving leaving, List<Joined> left) {
        Connected before = leaving.before();
        Connected after = before.without(leaving.gone());
        List<PublishedPort> gone = new ArrayList<>(before.ports());
        gone.removeAll(after.ports());
        unpublish(gone);
        bridges().detach(leaving.gone().hostSideName());
        try (NetworkNamespace namespace = leaving.place().get()) {
            Set<Boolean> routed = WaysOut.families(namespace);
            for (int i = 0; i < left.size(); i++) {
                if (!left.get(i).network().config().internal()) {
                    Connection way = after.connections().get(i);
                    way.gateways().stream()
                            .filter(gateway -> routed.add(gateway instanceof Inet6Address))
                            .forEach(gateway ->
                                    WaysOut.add(namespace, way.interfaceName(), gateway));
                }
            }
        }
        return after;
    }

    /// The bridge is made when it is first needed, and again when somebody has removed it.
    private void attach(NetworkNamespace namespace, Network network, Endpoint endpoint) {
        Bridges host = bridges();
        if (!ready.containsKey(network.id())) {
            makeReady(network);
        }
        try {
            host.attach(namespace, network.bridge(), endpoint);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            makeReady(network);
            host.attach(namespace, network.bridge(), endpoint);
        }
    }

    /// Makes a network's bridge and tells the packet filter of it.
    @Override
    public void makeReady(Network network) {
        bridges().ensure(network.bridge());
        firewall().add(network.bridge());
        ready.put(network.id(), network);
    }

    /// In a network namespace that ends.
    @Override
    public void tryOut() {
        try (NetworkNamespace place = NetworkNamespace.create()) {
            place.run(() -> {
                try (Bridges here = Bridges.open();
                        Firewall filter = Firewall.open(firewallTable)) {
                    here.ensure(TRIAL);
                    filter.add(TRIAL);
                }
            });
        }
    }

    @Override
    public List<Fd> retake(List<PublishedPort> ports) {
        List<Fd> sockets = new ArrayList<>(ports.size());
        for (PublishedPort port : ports) {
            try {
                sockets.add(PortReservation.of(port.forward()).socket());
            } catch (Failure e) {
                LOG.warn("{}", e.getMessage());
            }
        }
        return sockets;
    }

    @Override
    public void publish(List<PublishedPort> ports) {
        if (!ports.isEmpty()) {
            firewall().publish(forwards(ports));
        }
    }

    /// Its monitor has all that it needs.
    @Override
    public void keep(Party party, Wires wires) {}

    @Override
    public void found(
            Party party, Connected how, boolean outside, Supplier<NetworkNamespace> place) {}

    @Override
    public Connected look(
            Party party, NetworkNamespace namespace, List<Joined> joins, List<PortRequest> ports) {
        Seen seen = Seen.in(namespace);
        List<Joined> there =
                joins.stream().filter(each -> seen.connection(party, each).isPresent()).toList();
        Connected connected =
                new Connected(
                        there.stream()
                                .flatMap(each -> seen.connection(party, each).stream())
                                .toList(),
                        List.of());
        return connected.withPorts(Ports.named(ports, reachable(there, connected)));
    }

    @Override
    public void end(String containerId, List<PublishedPort> ports) {
        unpublish(ports);
    }

    @Override
    public NameSockets nameSockets(InetAddress gateway, int port) {
        return NameSockets.bind(gateway, port);
    }

    /// The addresses that are reached from outside: the first of each family.
    private static List<InetAddress> reachable(List<Joined> joins, Connected connected) {
        List<InetAddress> reachable = new ArrayList<>(2);
        Set<Boolean> families = new HashSet<>();
        for (int i = 0; i < joins.size(); i++) {
            if (!joins.get(i).network().config().internal()) {
                connected.connections().get(i).addresses().stream()
                        .filter(address -> families.add(address.isIpv6()))
                        .map(InterfaceAddress::address)
                        .forEach(reachable::add);
            }
        }
        return reachable;
    }

    private void unpublish(List<PublishedPort> ports) {
        if (!ports.isEmpty()) {
            firewall().unpublish(forwards(ports));
        }
    }

    private static List<PortForward> forwards(List<PublishedPort> ports) {
        return ports.stream().map(PublishedPort::forward).toList();
    }

    /// Makes the packet filter and the bridges anew: those of networks that containers are
    /// connected to, and those that were made ready and may be in use any moment.
    @Override
    public void restore(List<Network> used, List<PublishedPort> ports) {
        used.forEach(network -> ready.put(network.id(), network));
        List<BridgeSpec> specs = specs();
        if (specs.isEmpty()) {
            firewall().delete();
            return;
        }
        specs.forEach(bridges()::ensure);
        firewall().restore(new FirewallState(specs, forwards(ports)));
    }

    private List<BridgeSpec> specs() {
        return ready.values().stream().map(Network::bridge).toList();
    }

    /// Whether the packet filter is as it was.
    @Override
    public boolean isIntact() {
        return firewall().isIntact(specs());
    }

    /// Takes away the bridges of networks in which no address is taken, but not of those that were
    /// made ready.
    @Override
    public void takeAwayLeft(List<Network> networks) {
        for (Network network : networks) {
            leases.ifNoneTaken(
                    network,
                    () -> {
                        if (!ready.containsKey(network.id())) {
                            bridges().remove(network.interfaceName());
                        }
                    });
        }
    }

    /// Takes away the bridges of networks in which no address is taken, whichever engine's
    /// containers may be in them. It waits a moment for the monitors of containers that have ended.
    @Override
    public void takeAwayUnused(List<Network> networks) {
        List<Network> left = new ArrayList<>(networks);
        for (int tries = TRIES; tries > 0 && !left.isEmpty(); tries--) {
            left.removeIf(network -> leases.ifNoneTaken(network, () -> remove(network)));
            if (!left.isEmpty()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        if (ready.isEmpty() && firewall != null) {
            firewall().delete();
        }
    }

    /// Takes a network's bridge away.
    @Override
    public void remove(Network network) {
        ready.remove(network.id());
        firewall().remove(network.bridge());
        bridges().remove(network.interfaceName());
    }

    private synchronized Bridges bridges() {
        Bridges opened = bridges;
        if (opened == null) {
            opened = Bridges.open();
            bridges = opened;
        }
        return opened;
    }

    /// Whether an address belongs to a network whose bridge is there.
    @Override
    public boolean isOfANetwork(InetAddress address) {
        return ready.values().stream()
                .flatMap(network -> network.ranges().stream())
                .anyMatch(range -> range.subnet().contains(address));
    }

    /// The guard of the packet filter looks after it, but not after each change that is its own.
    @Override
    public synchronized Barrier barrier(String table, Refusals refusals) {
        EgressFilter filter = EgressFilter.open(table, refusals);
        firewall();
        if (guard != null) {
            guard.overlook(filter);
        }
        return filter;
    }

    @Override
    public void sweepBarrier(String table) {
        EgressFilter.sweep(table);
    }

    @Override
    public void sever(Party party) {
        bridges().detachAll(party.wires());
    }

    private synchronized Firewall firewall() {
        Firewall opened = firewall;
        if (opened == null) {
            opened = Firewall.open(firewallTable);
            firewall = opened;
            guard = FirewallGuard.begin(opened.changesByOthers(), repair);
        }
        return opened;
    }

    @Override
    public synchronized void close() {
        if (guard != null) {
            guard.close();
        }
        if (firewall != null) {
            firewall.close();
        }
        if (bridges != null) {
            bridges.close();
        }
    }
}
