package dev.hako.engine.network.names;

import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.network.policy.Gatekeeper;
import dev.hako.engine.network.policy.Policed;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Network;
import dev.hako.network.address.Subnet;
import dev.hako.network.dns.Asker;
import dev.hako.network.dns.Egress;
import dev.hako.network.dns.EgressPolicy;
import dev.hako.network.dns.HostUpstream;
import dev.hako.network.dns.Listener;
import dev.hako.network.dns.NameServer;
import dev.hako.network.dns.NameSockets;
import dev.hako.network.dns.Zone;
import dev.hako.network.names.HostResolvConf;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.namespace.OwnAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers the questions for names that containers of user-defined networks ask, and those that are
/// held back, on port 53 of each network's gateway.
public final class NameService implements AutoCloseable {
    private static final int PORT = 53;

    private final Binding binding;
    private final NameTable table = new NameTable();
    private final Map<String, Served> networks = new ConcurrentHashMap<>();
    private final Map<Asker, List<InetSocketAddress>> ownServers = new ConcurrentHashMap<>();
    private final Map<Asker, Listener> within = new ConcurrentHashMap<>();
    private final Gatekeeper gatekeeper;
    private @Nullable NameServer server;

    /// @param binding binds what a network's names are asked at
    /// @param gatekeeper decides for containers that may not know everything
    public NameService(Binding binding, Gatekeeper gatekeeper) {
        this.binding = binding;
        this.gatekeeper = gatekeeper;
    }

    /// Binds sockets where a network's gateway has its address.
    public interface Binding {
        NameSockets bind(InetAddress gateway, int port);
    }

    /// A network that is listened to.
    private record Served(Network network, List<Listener> listeners) {}

    /// Listens in a network of a container whose bridge is there, unless it does already. In the
    /// standard one it does so for who is held back only: what the names of his rules are, is known
    /// by asking for him.
    ///
    /// @throws dev.hako.failure.Failure `CONFLICT` if another program has the port
    public synchronized void serve(NetworkOptions options, Network network) {
        if (!network.isStandard() || options.egress().isPresent()) {
            networks.computeIfAbsent(network.id(), _ -> new Served(network, listen(network)));
        }
    }

    /// Listens in the standard network no more, if a container was the last that was held back in
    /// it.
    public synchronized void leaveStandard(Connected gone) {
        gone.to(NetworkConfig.STANDARD)
                .filter(_ -> !gatekeeper.guards(NetworkConfig.STANDARD))
                .ifPresent(connection -> leave(connection.networkId()));
    }

    private List<Listener> listen(Network network) {
        List<Listener> listeners = new ArrayList<>(2);
        Zone zone =
                new Zone(
                        network.id(),
                        network.ranges().stream().map(Network.Range::subnet).toList());
        try {
            for (InetAddress gateway : network.gateways()) {
                listeners.add(server().listen(zone, binding.bind(gateway, PORT)));
            }
            return listeners;
        } catch (RuntimeException e) {
            listeners.forEach(Listener::close);
            throw e;
        }
    }

    /// Listens in the network namespace of a container that is held back, at the address where it
    /// would ask the host's name server, unless it does already.
    ///
    /// @param inside as whom it asks there
    /// @param how it is connected: it is told of names in all its networks
    /// @param place opens its network namespace
    public synchronized void serveWithin(
            Asker inside, NetworkOptions options, Connected how, Supplier<NetworkNamespace> place) {
        table.enter(inside, how.connections().stream().map(Connection::networkId).toList());
        List<InetAddress> servers = options.names().servers();
        if (!servers.isEmpty()) {
            ownServers.put(inside, at53(servers));
        }
        within.computeIfAbsent(inside, _ -> listenWithin(inside, place));
    }

    private Listener listenWithin(Asker inside, Supplier<NetworkNamespace> place) {
        InetAddress address = inside.address();
        Subnet alone = Subnet.of(address, address.getAddress().length * Byte.SIZE);
        try (NetworkNamespace own = place.get()) {
            NameSockets sockets =
                    own.call(() -> {
                        new OwnAddress(address).take();
                        return NameSockets.bind(address, PORT);
                    });
            return server().listen(new Zone(inside.network(), List.of(alone)), sockets);
        }
    }

    /// Listens there no more; the container asks the host's name server at that address from now
    /// on.
    ///
    /// @param place opens its network namespace
    public synchronized void leaveWithin(Asker inside, Supplier<NetworkNamespace> place) {
        leaveWithin(inside);
        try (NetworkNamespace own = place.get()) {
            own.run(() -> new OwnAddress(inside.address()).giveUp());
        }
    }

    /// The same of a container that has ended.
    public synchronized void leaveWithin(Asker inside) {
        table.leave(inside);
        ownServers.remove(inside);
        Listener listener = within.remove(inside);
        if (listener != null) {
            listener.close();
        }
    }

    /// Listens there no more.
    public void leave(String networkId) {
        Served served = networks.remove(networkId);
        if (served != null) {
            served.listeners().forEach(Listener::close);
        }
    }

    /// A container can be found, but in the standard network, where nobody has a name; and it may
    /// have servers of its own asked for names of the world.
    public void add(NetworkOptions options, Connected how) {
        List<InetAddress> servers = options.names().servers();
        List<Connection> named =
                how.connections().stream().filter(each -> !each.isStandard()).toList();
        List<String> networkIds = named.stream().map(Connection::networkId).toList();
        named.forEach(connection -> table.add(connection, networkIds));
        if (!servers.isEmpty()) {
            how.connections().stream()
                    .flatMap(connection -> askers(connection).stream())
                    .forEach(asker -> ownServers.put(asker, at53(servers)));
        }
    }

    private static List<InetSocketAddress> at53(List<InetAddress> servers) {
        return servers.stream().map(server -> new InetSocketAddress(server, PORT)).toList();
    }

    /// A container is gone.
    public void remove(Connection connection) {
        table.remove(connection);
        askers(connection).forEach(ownServers::remove);
    }

    private static List<Asker> askers(Connection connection) {
        return connection.addresses().stream()
                .map(own -> new Asker(connection.networkId(), own.address()))
                .toList();
    }

    /// What becomes of questions for names of the world, and for those of containers.
    private final class Policy implements EgressPolicy {
        @Override
        public Egress decide(Asker asker, String name, int type) {
            if (table.networks(asker).stream().allMatch(NameService.this::isInternal)) {
                return new Egress.Unknown();
            }
            return gatekeeper
                    .find(asker)
                    .flatMap(who -> gatekeeper.decisions().about(who, name, type))
                    .orElseGet(() -> servers(asker));
        }

        @Override
        public CompletionStage<?> answered(Asker asker, String name, List<Resolved> addresses) {
            return gatekeeper
                    .find(asker)
                    .<CompletionStage<?>>map(
                            who -> gatekeeper.decisions().aboutAnswer(who, name, addresses))
                    .orElseGet(() -> EgressPolicy.super.answered(asker, name, addresses));
        }

        @Override
        public Optional<CompletionStage<?>> found(Asker asker, String name, List<Resolved> boxes) {
            Optional<Policed> who = gatekeeper.find(asker);
            return who.isPresent()
                    ? gatekeeper.decisions().aboutBoxes(who.get(), name, boxes)
                    : EgressPolicy.super.found(asker, name, boxes);
        }
    }

    private Egress servers(Asker asker) {
        List<InetSocketAddress> own = ownServers.get(asker);
        return own == null ? Egress.TO_HOST : new Egress.Forward(own);
    }

    private boolean isInternal(String networkId) {
        Served served = networks.get(networkId);
        return served != null && served.network().config().internal();
    }

    private synchronized NameServer server() {
        NameServer opened = server;
        if (opened == null) {
            opened = NameServer.open(table, new HostUpstream(HostResolvConf.OF_HOST), new Policy());
            server = opened;
        }
        return opened;
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
        }
    }
}
