package dev.hako.network.firewall;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netfilter.Conntrack;
import dev.hako.kernel.netfilter.IpFamily;
import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.NftSet.Element;
import dev.hako.kernel.netfilter.NftTable;
import dev.hako.kernel.netfilter.Nftables;
import dev.hako.kernel.netfilter.RulesetChanges;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.namespace.Sysctl;
import dev.hako.network.port.PortForward;
import dev.hako.network.port.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// What one engine has in the packet filter of its host. Threads may share one.
///
/// A published port is reached from other machines, from boxes by the host's address, and from the
/// host itself, by 127.0.0.1 too. It is not reached by `::1`: Linux can route 127.0.0.0/8 over a
/// bridge when told to (`route_localnet`), but never `::1`, so nobody could answer.
public final class Firewall implements AutoCloseable {
    private final NftTable table;
    private final Nftables nftables;
    private final Conntrack connections;
    private final Neighbourhood neighbourhood;
    private final ReentrantLock lock = new ReentrantLock();

    private Firewall(NftTable table, Nftables nftables, Conntrack connections) {
        this.table = table;
        this.nftables = nftables;
        this.connections = connections;
        this.neighbourhood = new Neighbourhood(nftables);
    }

    /// For the network namespace that the thread is in.
    ///
    /// @param tableName of the table, which is nobody else's
    public static Firewall open(String tableName) {
        NftTable table = new NftTable(NftTable.Family.INET, tableName);
        return new Firewall(table, Nftables.open(), Conntrack.open());
    }

    /// Makes all of it anew, whatever is left of it, in one transaction.
    public void restore(FirewallState state) {
        locked(() -> {
            List<NetlinkRequest> changes = new ArrayList<>(List.of(table.create(), table.delete()));
            changes.addAll(skeleton());
            state.networks().forEach(network -> changes.addAll(additions(Elements.of(network))));
            changes.addAll(additions(Elements.of(state.forwards())));
            nftables.commit(changes);
            state.networks().forEach(Firewall::routeLoopback);
            neighbourhood.tell(state.networks());
        });
    }

    /// Whether all of it is there that others could have removed.
    ///
    /// @param networks those that are to be known
    public boolean isIntact(List<BridgeSpec> networks) {
        lock.lock();
        try {
            return nftables.rules(table).size() == Ruleset.RULES.size()
                    && neighbourhood.isTold(networks);
        } finally {
            lock.unlock();
        }
    }

    /// Listens to what others change in the packet filter: after such a change [#isIntact] tells
    /// whether it has to be restored.
    public RulesetChanges changesByOthers() {
        return nftables.changesByOthers();
    }

    /// The number of the last change that anybody made to the packet filter: as long as it is the
    /// same, all is as it was.
    public int generation() {
        lock.lock();
        try {
            return nftables.generation();
        } finally {
            lock.unlock();
        }
    }

    /// Makes a network known whose bridge is there; the first makes the table.
    public void add(BridgeSpec network) {
        locked(() -> {
            List<NetlinkRequest> changes = new ArrayList<>();
            if (!nftables.has(table)) {
                changes.addAll(skeleton());
            }
            changes.addAll(additions(Elements.of(network)));
            nftables.commit(changes);
            routeLoopback(network);
            neighbourhood.tell(List.of(network));
        });
    }

    /// Forgets a network, if it is known.
    public void remove(BridgeSpec network) {
        locked(() -> {
            removals(Elements.of(network)).forEach(this::commitIfThere);
            neighbourhood.untell(network.interfaceName());
        });
    }

    /// Removes all of it: with the last network.
    public void delete() {
        locked(() -> commitIfThere(table.delete()));
    }

    /// Sends what comes to ports of the host on to boxes, all or none of them.
    ///
    /// @throws Failure `CONFLICT` if another box has one of the ports
    public void publish(List<PortForward> forwards) {
        locked(() -> {
            try {
                nftables.commit(additions(Elements.of(forwards)));
            } catch (KernelException e) {
                throw explain(e, forwards);
            }
            forwards.stream().filter(Firewall::isUdp).forEach(this::forgetSenders);
        });
    }

    private static Failure explain(KernelException e, List<PortForward> forwards) {
        List<String> ports = forwards.stream().map(PortForward::hostSide).toList();
        String intent = "cannot publish \"" + String.join("\", \"", ports) + "\"";
        return e.isAny(Errno.EBUSY, Errno.EEXIST)
                ? Failure.conflict(intent + ": another container has it")
                        .hint("publish another port of the host, or stop the other container")
                : e.during(intent);
    }

    /// Sends nothing on any more; ports that are not published are passed over.
    public void unpublish(List<PortForward> forwards) {
        locked(() -> {
            for (PortForward forward : forwards) {
                removals(Elements.of(List.of(forward))).forEach(this::commitIfThere);
                if (isUdp(forward)) {
                    connections.forgetAnsweredBy(
                            forward.protocol().number(), forward.boxAddress(), forward.boxPort());
                }
            }
        });
    }

    private static boolean isUdp(PortForward forward) {
        return forward.protocol() == TransportProtocol.UDP;
    }

    /// Who has been sending to nobody so far would go on doing so.
    private void forgetSenders(PortForward forward) {
        connections.forgetSentTo(
                forward.protocol().number(),
                IpFamily.of(forward.boxAddress()),
                forward.hostAddress(),
                forward.hostPort());
    }

    private List<NetlinkRequest> skeleton() {
        List<NetlinkRequest> requests = new ArrayList<>();
        requests.add(table.create());
        requests.addAll(table.sets(Ruleset.SETS));
        Ruleset.CHAINS.forEach(chain -> requests.add(table.chain(chain)));
        Ruleset.RULES.forEach(rule -> requests.add(table.append(rule)));
        return requests;
    }

    private List<NetlinkRequest> additions(Map<NftSet, List<Element>> elements) {
        List<NetlinkRequest> requests = new ArrayList<>();
        elements.forEach((set, some) -> requests.addAll(table.add(set, some)));
        return requests;
    }

    private List<NetlinkRequest> removals(Map<NftSet, List<Element>> elements) {
        List<NetlinkRequest> requests = new ArrayList<>();
        elements.forEach((set, some) -> requests.addAll(table.remove(set, some)));
        return requests;
    }

    private void commitIfThere(NetlinkRequest removal) {
        try {
            nftables.commit(List.of(removal));
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /// Lets the host reach boxes from 127.0.0.1; the guard stands when this is done.
    private static void routeLoopback(BridgeSpec network) {
        if (network.hasIpv4() && !network.internal()) {
            Sysctl.of("ipv4", network.interfaceName(), "route_localnet").ensure("1");
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        nftables.close();
        connections.close();
    }
}
