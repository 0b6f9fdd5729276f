package dev.hako.network.egress;

import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netfilter.Conntrack;
import dev.hako.kernel.netfilter.IpFamily;
import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.NftSet.Element;
import dev.hako.kernel.netfilter.NftTable;
import dev.hako.kernel.netfilter.Nftables;
import dev.hako.kernel.netlink.LinkAddress;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.RouteNetlink;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one box may send, in the packet filter of its own network namespace, which holds for as
/// long as that is there. Its sockets hold the namespace until they are closed. Threads may share
/// one.
final class InnerFilter implements AutoCloseable {
    private final NftTable table;
    private final Optional<Integer> logGroup;
    private final Nftables nftables = Nftables.open();
    private final Conntrack connections = Conntrack.open();
    private final RouteNetlink interfaces = RouteNetlink.open();
    private PolicedBox box;

    /// How often its connections are being cut at this moment.
    private int cutting;

    private InnerFilter(String tableName, PolicedBox box, Optional<Integer> logGroup) {
        this.table = new NftTable(NftTable.Family.INET, tableName);
        this.box = box;
        this.logGroup = logGroup;
    }

    /// For the network namespace that the thread is in; nothing is made yet.
    static InnerFilter open(String tableName, PolicedBox box, Optional<Integer> logGroup) {
        return new InnerFilter(tableName, box, logGroup);
    }

    private InnerRuleset ruleset() {
        return new InnerRuleset(new BoxRuleset(box, logGroup));
    }

    private Pinned pinned() {
        return new Pinned(nftables, table);
    }

    /// Holds the box back as it is now. Nothing is pinned then but what is given.
    synchronized void put(PolicedBox now, List<Pin> pins) {
        PolicedBox before = box;
        box = now;
        try {
            make(ruleset().box().elements(pins));
        } catch (RuntimeException e) {
            box = before;
            throw e;
        }
    }

    /// Makes all of it anew, whatever is left of it; what was pinned stays so.
    synchronized void restore() {
        make(pinned().lasting(ruleset().box()));
    }

    private void make(Map<NftSet, List<Element>> pins) {
        List<NetlinkRequest> requests = new ArrayList<>(ruleset().all(table, cutting > 0));
        requests.addAll(EgressTables.changes(table, pins, true));
        try {
            nftables.commit(requests);
        } catch (KernelException e) {
            throw FilterFailures.ofTables(e);
        }
    }

    synchronized boolean isIntact() {
        return nftables.rules(table).size() == ruleset().count(cutting > 0);
    }

    synchronized void pin(List<Pin> pins) {
        pinned().add(ruleset().box(), pins);
    }

    synchronized void unpin(InetAddress address) {
        commitIfThere(pinned().removal(ruleset().box(), address));
    }

    /// Does not hold the box back any more.
    synchronized void delete() {
        commitIfThere(List.of(table.delete()));
    }

    private void commitIfThere(List<NetlinkRequest> removals) {
        try {
            nftables.commit(removals);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    int cut(Predicate<Conntrack.Entry> which) {
        List<Conntrack.Entry> ending = begun(which);
        if (ending.isEmpty()) {
            return 0;
        }
        setCutting(true);
        try {
            EgressFilter.awaitHearing(ending);
        } finally {
            forget(which);
            setCutting(false);
        }
        return ending.size();
    }

    /// Those that the box has begun with others.
    private synchronized List<Conntrack.Entry> begun(Predicate<Conntrack.Entry> which) {
        var own =
                interfaces.addresses().stream()
                        .map(LinkAddress::address)
                        .collect(Collectors.toSet());
        return Stream.of(IpFamily.values())
                .flatMap(family -> connections.list(family).stream())
                .filter(entry -> own.contains(entry.from()) && !own.contains(entry.to()))
                .filter(which)
                .toList();
    }

    private synchronized void forget(Predicate<Conntrack.Entry> which) {
        begun(which).forEach(entry -> connections.forget(entry.identity()));
    }

    private synchronized void setCutting(boolean strict) {
        cutting += strict ? 1 : -1;
        if (strict && cutting == 1) {
            nftables.commit(ruleset().cut(table));
        } else if (cutting == 0) {
            commitIfThere(InnerRuleset.cutNoMore(table));
        }
    }

    @Override
    public synchronized void close() {
        nftables.close();
        connections.close();
        interfaces.close();
    }
}
