package dev.hako.engine.network;

import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventType;
import dev.hako.engine.network.fabric.Fabric;
import dev.hako.engine.network.fabric.HostFabric;
import dev.hako.engine.network.fabric.Joined;
import dev.hako.engine.network.fabric.Party;
import dev.hako.engine.network.fabric.UserFabric;
import dev.hako.engine.network.fabric.Wires;
import dev.hako.engine.network.names.NameService;
import dev.hako.engine.network.plugins.PluginNetworks;
import dev.hako.engine.network.policy.Gatekeeper;
import dev.hako.engine.network.policy.Ledger;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.ConnectionsDocument;
import dev.hako.engine.network.store.KeptLeases;
import dev.hako.engine.network.store.Leases;
import dev.hako.engine.network.store.Network;
import dev.hako.engine.network.store.NetworkStore;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.port.PortTaken;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is connected to which network of an engine.
///
/// All methods may be called from any thread.
public final class Switchboard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

    private final NetworkStore store;
    private final Networks.Surroundings surroundings;
    private final Function<String, Network> networks;
    private final Fabric fabric;
    private final Gatekeeper gatekeeper;
    private final NameService names;
    private final Custody custody;
    private final PodConnections pods;
    private final Upkeep upkeep;
    private final KeptLeases kept;
    private final Recollection recollection;
    private final Map<String, Connected> connected = new ConcurrentHashMap<>();

    /// @param networks finds the network of a name
    Switchboard(
            NetworkStore store,
            Networks.Surroundings surroundings,
            Function<String, Network> networks) {
        this.store = store;
        this.surroundings = surroundings;
        this.networks = networks;
        this.kept = new KeptLeases(store);
        Leases leases = new Leases(store);
        this.fabric =
                surroundings.rootless()
                        ? new UserFabric(leases, surroundings.run())
                        : new HostFabric(leases, surroundings.firewallTable(), this::repair);
        this.gatekeeper =
                new Gatekeeper(
                        surroundings.firewallTable() + "-egress",
                        new Ledger(surroundings.clock(), surroundings.events()),
                        networks,
                        fabric);
        this.names = new NameService(fabric::nameSockets, gatekeeper);
        this.custody = new Custody(gatekeeper, names, fabric);
        this.recollection = new Recollection(fabric, this::joined);
        this.pods =
                new PodConnections(
                        this,
                        custody,
                        recollection,
                        new PluginNetworks(surroundings.run().resolve("cni")));
        this.upkeep = new Upkeep(store, fabric, gatekeeper, connected::values);
    }

    /// How pods are connected.
    public PodConnections pods() {
        return pods;
    }

    /// Makes a network's bridge.
    void makeReady(Network network) {
        fabric.makeReady(network);
    }

    /// Finds out whether networks can be made here, and leaves nothing behind.
    void tryOut() {
        fabric.tryOut();
    }

    /// Takes a network's bridge away.
    void remove(Network network) {
        names.leave(network.id());
        fabric.remove(network);
    }

    /// Begins to connect a container that is about to start to its networks.
    public Wires connect(ContainerDocument container) {
        NetworkOptions options = options(container);
        return options.joins().isEmpty() ? Wires.none() : lay(party(container), options);
    }

    /// Begins to connect a container or a pod.
    Wires lay(Party party, NetworkOptions options) {
        try {
            return fabric.connect(party, joined(options), options.published());
        } catch (PortTaken e) {
            throw new PortOwners(connected.values()).named(e);
        }
    }

    private static Party party(ContainerDocument container) {
        return new Party(container.id(), container.name(), Optional.empty());
    }

    private static NetworkOptions options(ContainerDocument container) {
        return container.config().namespaces().connections();
    }

    private List<Joined> joined(NetworkOptions options) {
        return options.joins().stream()
                .map(join -> new Joined(networks.apply(join.network()), join))
                .toList();
    }

    /// Waits until it is connected, and writes down how. If it does not start then, it is
    /// [#abandoned].
    ///
    /// @return whether it had to be waited for
    public boolean complete(
            ContainerDocument container, ContainerDirectory directory, Wires wires) {
        boolean waits = wires.await();
        Connected how = wires.connected();
        if (how.isEmpty()) {
            return waits;
        }
        ConnectionsDocument.writeTo(document(directory), how);
        custody.admit(Custody.Held.of(container, directory, wires::own), how);
        admit(container.id(), options(container), how);
        return waits;
    }

    private void admit(String id, NetworkOptions options, Connected how) {
        connected.put(id, how);
        fabric.publish(how.ports());
        how.connections().forEach(each -> names.serve(options, networks.apply(each.network())));
    }

    /// A pod is connected from now on.
    void enter(Party pod, NetworkOptions options, Wires wires) {
        admit(pod.id(), options, wires.connected());
        started(pod, options, wires);
    }

    /// A container that was connected could not be started.
    public void abandoned(ContainerDocument container) {
        Connected how = connected.remove(container.id());
        custody.release(container.id());
        if (how != null) {
            fabric.end(container.id(), how.ports());
        }
    }

    /// Connects a container that runs, or a pod that is there, to one more network.
    public void plug(Resident who, NetworkJoin join) {
        Joined joined = new Joined(networks.apply(join.network()), join);
        Connected before = connected(who.id());
        Custody.Held held = Custody.Held.of(who);
        try (Wires wire =
                fabric.plug(
                        who.party(),
                        who.place().get(),
                        before,
                        joined,
                        next -> custody.admit(held, before.with(next)))) {
            Connection connection = wire.connected().connections().getFirst();
            names.serve(who.options(), joined.network());
            change(who.id(), who.options(), who.document(), before.with(connection));
            custody.admit(held, connected(who.id()));
            kept.keep(who.id(), connection.networkId(), wire.handOverLocks());
            fabric.keep(who.party(), wire);
            tell(Actions.CONNECT, connection, who.id());
        } catch (RuntimeException e) {
            custody.admit(held, connected(who.id()));
            throw e;
        }
    }

    /// Takes one from a network that it is connected to.
    public void unplug(Resident who, Connection connection) {
        Connected before = connected(who.id());
        List<Joined> left =
                before.without(connection).connections().stream()
                        .map(Connection::network)
                        .map(name -> new Joined(networks.apply(name), NetworkJoin.of(name)))
                        .toList();
        Connected after =
                fabric.unplug(new Fabric.Leaving(who.id(), who.place(), before, connection), left);
        change(who.id(), who.options(), who.document(), after);
        custody.change(Custody.Held.of(who), after);
        kept.letGo(who.id(), connection.networkId());
        tell(Actions.DISCONNECT, connection, who.id());
    }

    /// A container that runs, or a pod that is there, may send elsewhere than before, as its
    /// configuration says now.
    public void police(Resident who) {
        Connected how = connected(who.id());
        how.connections()
                .forEach(each -> names.serve(who.options(), networks.apply(each.network())));
        custody.change(Custody.Held.of(who), how);
        remember(who.id(), who.options(), how);
        names.leaveStandard(how);
    }

    /// A container has another name, by which it is found from now on.
    public void renamed(ContainerDocument container, ContainerDirectory directory) {
        Connected before = connected(container.id());
        if (!before.isEmpty()) {
            change(
                    container.id(),
                    options(container),
                    document(directory),
                    before.named(container.name()));
        }
    }

    private void change(String id, NetworkOptions options, Path document, Connected after) {
        ConnectionsDocument.writeTo(document, after);
        connected(id).connections().forEach(names::remove);
        remember(id, options, after);
    }

    /// A container that was connected runs.
    public void started(ContainerDocument container, Wires wires) {
        if (!wires.connected().isEmpty()) {
            started(party(container), options(container), wires);
        }
    }

    private void started(Party party, NetworkOptions options, Wires wires) {
        Connected how = wires.connected();
        fabric.keep(party, wires);
        remember(party.id(), options, how);
        how.connections().forEach(connection -> tell(Actions.CONNECT, connection, party.id()));
    }

    private void remember(String id, NetworkOptions options, Connected how) {
        connected.put(id, how);
        names.add(options, how);
    }

    /// A container runs that an earlier engine has connected.
    ///
    /// @param pid its program
    public void found(ContainerDocument container, ContainerDirectory directory, int pid) {
        NetworkOptions options = options(container);
        if (!options.joins().isEmpty()) {
            Supplier<NetworkNamespace> place = () -> NetworkNamespace.of(pid);
            found(
                    container,
                    directory,
                    recollection.of(document(directory), party(container), options, place),
                    place);
        }
    }

    private void found(
            ContainerDocument container,
            ContainerDirectory directory,
            Connected how,
            Supplier<NetworkNamespace> place) {
        custody.found(party(container), Custody.Held.of(container, directory, place), how);
        for (Connection connection : how.connections()) {
            network(connection).ifPresent(network -> kept.retake(container, connection, network));
        }
        found(party(container), options(container), how, place);
    }

    private static Path document(ContainerDirectory directory) {
        return directory.run().resolve(ConnectionsDocument.FILE);
    }

    /// A container or a pod is there that an earlier engine has connected.
    void found(
            Party party, NetworkOptions options, Connected how, Supplier<NetworkNamespace> place) {
        how.connections().forEach(connection -> serveAgain(options, connection));
        boolean outside =
                how.connections().stream()
                        .flatMap(connection -> network(connection).stream())
                        .anyMatch(network -> !network.config().internal());
        fabric.found(party, how, outside, place);
        remember(party.id(), options, how);
    }

    private void serveAgain(NetworkOptions options, Connection connection) {
        try {
            network(connection).ifPresent(network -> names.serve(options, network));
        } catch (Failure e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private Optional<Network> network(Connection connection) {
        return store.find(connection.network())
                .filter(network -> network.id().equals(connection.networkId()));
    }

    /// A pod is connected by plugins from now on.
    void enter(String podId, Connected how) {
        found(podId, how);
        how.connections().forEach(connection -> tell(Actions.CONNECT, connection, podId));
    }

    /// A pod is there that plugins have connected.
    void found(String podId, Connected how) {
        connected.put(podId, how);
    }

    /// Takes ports again that a killed engine has held for a pod.
    List<Fd> retake(List<PublishedPort> ports) {
        return fabric.retake(ports);
    }

    /// A container has ended, or a pod is being removed.
    public void ended(String containerId) {
        Connected how = connected.remove(containerId);
        if (how != null) {
            fabric.end(containerId, how.ports());
            how.connections().forEach(names::remove);
            custody.release(containerId);
            gatekeeper.forget(
                    how.connections().stream()
                            .flatMap(each -> each.addresses().stream())
                            .map(InterfaceAddress::address)
                            .toList());
            names.leaveStandard(how);
            kept.letGo(containerId);
            how.connections()
                    .forEach(connection -> tell(Actions.DISCONNECT, connection, containerId));
        }
    }

    /// How a container is connected, or a pod; to nothing, if it does not run.
    public Connected connected(String containerId) {
        return connected.getOrDefault(containerId, Connected.NOT);
    }

    /// Makes anew what those need who run, and ends what is left of others, in the background.
    void recover() {
        upkeep.recover();
    }

    /// Others have changed what networks are made of.
    private void repair() {
        upkeep.repair();
    }

    private void tell(String action, Connection connection, String containerId) {
        Map<String, String> attributes =
                Map.of(
                        "container",
                        containerId,
                        "name",
                        connection.network(),
                        "type",
                        NetworkConfig.DRIVER);
        surroundings.events().record(EventType.NETWORK, action, connection.networkId(), attributes);
    }

    /// Takes away what nobody uses; what containers use lives on.
    @Override
    public void close() {
        names.close();
        pods.close();
        gatekeeper.close();
        upkeep.takeAwayUnused();
        kept.close();
        fabric.close();
    }
}
