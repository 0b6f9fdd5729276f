package dev.hako.engine.network;

import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.event.EventType;
import dev.hako.engine.network.fabric.Party;
import dev.hako.engine.network.fabric.Wires;
import dev.hako.engine.network.plugins.PluginNetworks;
import dev.hako.engine.network.plugins.PodNetwork;
import dev.hako.engine.network.policy.Subject;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.ConnectionsDocument;
import dev.hako.engine.network.store.Network;
import dev.hako.engine.store.StoreFailures;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How pods are connected to networks.
///
/// No process holds a pod's network namespace, a mount does: so does it hold the pod's addresses,
/// and what is written down of its connections is true for as long as it is there. Its ports are
/// held by the engine alone; while none runs another program can take them.
///
/// All methods may be called from any thread, those about one pod by one at a time.
public final class PodConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodConnections.class);

    private final Switchboard switchboard;
    private final Custody custody;
    private final Recollection recollection;
    private final PluginNetworks plugins;

    /// What is held for pods, by their ids.
    private final Map<String, List<Fd>> held = new ConcurrentHashMap<>();

    /// @param custody holds pods back
    /// @param recollection knows what earlier engines have connected
    /// @param plugins networks besides the engine's own
    PodConnections(
            Switchboard switchboard,
            Custody custody,
            Recollection recollection,
            PluginNetworks plugins) {
        this.switchboard = switchboard;
        this.custody = custody;
        this.recollection = recollection;
        this.plugins = plugins;
    }

    /// A network of plugins under its own name.
    ///
    /// @throws Failure `NOT_FOUND` if there is none, or why its plugins are not ready
    String settled(String network) {
        return plugins.settled(network);
    }

    /// Has plugins give back what they hold for nobody, in the background.
    ///
    /// @param own what this engine's network of plugins is called
    void collect(String own) {
        Thread.startVirtualThread(() -> plugins.collect(own));
    }

    /// Connects a pod whose network namespace is there, unless it is connected already.
    public Connected connect(PodNetwork pod) {
        if (pod.options().joins().isEmpty() && pod.plugins().isEmpty()) {
            return Connected.NOT;
        }
        return written(pod)
                .orElseGet(() ->
                        pod.plugins()
                                .map(network -> attach(pod, network))
                                .orElseGet(() -> connectAnew(pod)));
    }

    /// What is written down; what cannot be read is nothing.
    private static Optional<Connected> written(PodNetwork pod) {
        try {
            return ConnectionsDocument.readFrom(document(pod));
        } catch (Failure e) {
            LOG.warn("pod \"{}\" is connected anew: {}", pod.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private Connected attach(PodNetwork pod, String network) {
        PluginNetworks.Attached attached = plugins.attach(pod, network);
        ConnectionsDocument.writeTo(document(pod), attached.connected());
        switchboard.enter(pod.id(), attached.connected());
        held.put(pod.id(), attached.held());
        return attached.connected();
    }

    private Connected connectAnew(PodNetwork pod) {
        Party party = party(pod);
        try (Wires wires = switchboard.lay(party, pod.options())) {
            wires.await();
            custody.admit(Custody.Held.of(resident(pod)), wires.connected());
            ConnectionsDocument.writeTo(document(pod), wires.connected());
            switchboard.enter(party, pod.options(), wires);
            held.put(pod.id(), wires.handOverLocks());
            return wires.connected();
        } catch (RuntimeException e) {
            custody.release(pod.id());
            throw e;
        }
    }

    private static Subject subject(PodNetwork pod) {
        return new Subject(
                EventType.POD,
                pod.id(),
                pod.name(),
                "",
                pod.labels(),
                pod.options().egress(),
                pod.decisions());
    }

    /// Connects a pod that is there to one more network.
    public void plug(PodNetwork pod, NetworkJoin join) {
        switchboard.plug(resident(pod), join);
    }

    /// Takes it from one.
    public void unplug(PodNetwork pod, Connection connection) {
        switchboard.unplug(resident(pod), connection);
    }

    /// It may send elsewhere than before, as it says now.
    public void police(PodNetwork pod) {
        switchboard.police(resident(pod));
    }

    private static Resident resident(PodNetwork pod) {
        Party party = party(pod);
        return new Resident(party, pod.options(), subject(pod), document(pod), party::namespace);
    }

    private static Party party(PodNetwork pod) {
        return new Party(pod.id(), pod.name(), Optional.of(pod.namespace()));
    }

    /// A pod is there that an earlier engine has connected.
    public void found(PodNetwork pod) {
        Path document = document(pod);
        if (Files.notExists(document)) {
            return;
        }
        if (pod.plugins().isPresent()) {
            written(pod)
                    .ifPresent(how -> {
                        switchboard.found(pod.id(), how);
                        hold(pod, how);
                    });
        } else {
            Party party = party(pod);
            Connected how = recollection.of(document, party, pod.options(), party::namespace);
            custody.found(party, Custody.Held.of(resident(pod)), how);
            switchboard.found(party, pod.options(), how, party::namespace);
            hold(pod, how);
        }
    }

    private void hold(PodNetwork pod, Connected how) {
        held.put(pod.id(), switchboard.retake(how.ports()));
    }

    /// The names of the pods that are connected to a network.
    List<String> users(Network network) {
        return held.keySet().stream()
                .flatMap(id -> switchboard.connected(id).connections().stream())
                .filter(connection -> connection.networkId().equals(network.id()))
                .map(connection -> connection.names().getFirst())
                .sorted()
                .toList();
    }

    /// A pod is being removed, and its network namespace with it.
    public void disconnect(String podId) {
        plugins.detach(podId);
        switchboard.ended(podId);
        List<Fd> own = held.remove(podId);
        if (own != null) {
            own.forEach(Fd::close);
        }
    }

    /// The document's name says of which namespace it is true.
    private static Path document(PodNetwork pod) {
        try {
            Object inode = Files.getAttribute(pod.namespace(), "unix:ino");
            return pod.run().resolve(inode + "-" + ConnectionsDocument.FILE);
        } catch (IOException e) {
            throw StoreFailures.of("cannot look at the network of pod " + pod.name(), e);
        }
    }

    /// Pods live on.
    @Override
    public void close() {
        held.values().forEach(own -> own.forEach(Fd::close));
    }
}
