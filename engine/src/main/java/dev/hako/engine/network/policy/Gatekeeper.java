package dev.hako.engine.network.policy;

import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.egress.DecisionLog;
import dev.hako.engine.network.fabric.Fabric;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Network;
import dev.hako.failure.Failure;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.dns.Asker;
import dev.hako.network.egress.PolicedBox;
import dev.hako.network.egress.RefusedPackets.Refused;
import dev.hako.network.namespace.NetworkNamespace;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds running containers back that may not send where they like.
///
/// All methods may be called from any thread. Those that change the packet filter take turns; what
/// the name server asks never waits.
public final class Gatekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

    /// How long what a container was told of once is open after a change, in which the connections
    /// are found that may stay.
    private static final Duration CHANGING = Duration.ofSeconds(10);

    private final String table;
    private final Function<String, Network> networks;
    private final Fabric fabric;
    private final Decisions decisions;
    private final Map<String, Policed> policed = new ConcurrentHashMap<>();
    private final Map<Asker, Policed> askers = new ConcurrentHashMap<>();
    private @Nullable GateWorks works;
    private boolean restored;

    /// @param table the name of the engine's tables in the packet filter
    /// @param ledger is told of decisions
    /// @param networks finds the network of a name
    /// @param fabric knows the bridges, and looks after the packet filter
    public Gatekeeper(
            String table, Ledger ledger, Function<String, Network> networks, Fabric fabric) {
        this.table = table;
        this.networks = networks;
        this.fabric = fabric;
        this.decisions = new Decisions(ledger, fabric::isOfANetwork, this::works);
    }

    /// Holds a container back as its configuration says, or not at all: it is about to run.
    ///
    /// @param place opens its network namespace
    /// @throws Failure if that cannot be done: then it must not run
    public void admit(Subject subject, Connected how, Supplier<NetworkNamespace> place) {
        if (subject.egress().isPresent() || policed.containsKey(subject.id())) {
            enforce(subject, how, Duration.ZERO, place);
        }
    }

    /// The same of one that runs and has another configuration, or other connections: those that it
    /// may not have any more end.
    ///
    /// @param place opens its network namespace
    public void change(Subject subject, Connected how, Supplier<NetworkNamespace> place) {
        if (subject.egress().isEmpty() && !policed.containsKey(subject.id())) {
            return;
        }
        enforce(subject, how, CHANGING, place);
        Policed now = policed.get(subject.id());
        if (now != null) {
            works().barrier().cut(now.box().id(), entry -> !now.mayKeep(entry));
        }
    }

    private synchronized void enforce(
            Subject subject, Connected how, Duration toldBefore, Supplier<NetworkNamespace> place) {
        Optional<Policed> now = take(subject, how);
        if (now.isEmpty()) {
            release(subject.id());
            return;
        }
        if (!restored) {
            restore();
        }
        if (toldBefore.isPositive()) {
            now.get().recall(subject.decisions());
        }
        works().barrier().put(now.get().box(), now.get().pins(toldBefore), place);
        enter(now.get());
    }

    /// A container runs that an earlier engine has held back.
    ///
    /// @param place opens its network namespace
    public synchronized void found(
            Subject subject, Connected how, Supplier<NetworkNamespace> place) {
        Optional<Policed> now = take(subject, how);
        if (now.isPresent()) {
            enter(now.get());
            works().barrier().found(now.get().box(), place);
        }
    }

    private Optional<Policed> take(Subject subject, Connected how) {
        Optional<Policed> before = Optional.ofNullable(policed.get(subject.id()));
        return subject.egress()
                .map(options ->
                        new Policed(
                                subject,
                                how,
                                options,
                                box(subject, options, how),
                                within(subject),
                                before.map(Policed::told).orElse(Map.of()),
                                before.map(Policed::records)
                                        .orElseGet(() ->
                                                Policed.Records.in(
                                                        new DecisionLog(subject.decisions())))));
    }

    /// As whom it asks the name server that listens in its own network namespace.
    private Optional<Asker> within(Subject subject) {
        return fabric.nameServerWithin().map(address -> new Asker(subject.id(), address));
    }

    private PolicedBox box(Subject subject, EgressOptions options, Connected how) {
        List<PolicedBox.Wire> wires = how.connections().stream().map(this::wire).toList();
        return new PolicedBox(Policed.boxId(subject.id()), wires, options.ranges());
    }

    private PolicedBox.Wire wire(Connection connection) {
        Network network = networks.apply(connection.network());
        HardwareAddress bridge =
                network.ranges().isEmpty()
                        ? connection.hardwareAddress()
                        : network.bridge().hardwareAddress();
        return new PolicedBox.Wire(
                connection.hostSideName(),
                network.interfaceName(),
                bridge,
                connection.hardwareAddress(),
                connection.addresses().stream().map(own -> own.address()).toList(),
                connection.gateways());
    }

    private void enter(Policed now) {
        leave(policed.put(now.subject().id(), now));
        now.askers().forEach(asker -> askers.put(asker, now));
    }

    private void leave(@Nullable Policed before) {
        if (before != null) {
            before.askers().forEach(asker -> askers.remove(asker, before));
        }
    }

    /// A container has ended, or may send where it likes.
    public void release(String containerId) {
        Policed gone = policed.remove(containerId);
        if (gone == null) {
            return;
        }
        leave(gone);
        try {
            works().barrier().remove(gone.box().id());
        } catch (Failure e) {
            LOG.warn("{}", e.getMessage());
        }
        if (policed.isEmpty()) {
            works().restSoon();
        }
    }

    /// Addresses are nobody's any more: who was let to them for their names may not go there.
    public void forget(List<InetAddress> addresses) {
        for (Policed each : policed.values()) {
            addresses.stream()
                    .filter(each::forget)
                    .forEach(address -> works().barrier().unpin(each.box().id(), address));
        }
    }

    /// Makes all of it anew that the packet filter has of this engine.
    public synchronized void restore() {
        restored = true;
        if (policed.isEmpty() && works == null) {
            fabric.sweepBarrier(table);
            return;
        }
        GateWorks at = works();
        at.barrier().restore(policed.values().stream().map(Policed::box).toList());
        policed.values()
                .forEach(each -> at.barrier().pin(each.box().id(), each.pins(Duration.ZERO)));
    }

    /// Whether what the packet filter has of it is as it was.
    public boolean isIntact() {
        return policed.isEmpty() || works().barrier().isIntact();
    }

    /// Whether a container is held back whose connection to a network of that name this is.
    public boolean guards(String network) {
        return policed.values().stream().anyMatch(each -> each.connected().to(network).isPresent());
    }

    /// Who asks, if he is held back.
    public Optional<Policed> find(Asker asker) {
        return Optional.ofNullable(askers.get(asker));
    }

    /// A container or a pod that is held back.
    public Optional<Policed> held(String id) {
        return Optional.ofNullable(policed.get(id));
    }

    public Decisions decisions() {
        return decisions;
    }

    private synchronized GateWorks works() {
        GateWorks at = works;
        if (at == null) {
            at = GateWorks.open(refusals -> fabric.barrier(table, refusals), this::refused);
            works = at;
        }
        return at;
    }

    private void refused(Refused packet) {
        policed.values().stream()
                .filter(each -> each.box().id().equals(packet.boxId()))
                .findFirst()
                .ifPresent(each -> decisions.refused(each, packet));
    }

    /// What is held back stays so.
    @Override
    public void close() {
        GateWorks at;
        synchronized (this) {
            at = works;
        }
        if (at != null) {
            at.close();
        }
    }
}
