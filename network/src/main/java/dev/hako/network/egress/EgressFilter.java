package dev.hako.network.egress;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netfilter.Conntrack;
import dev.hako.kernel.netfilter.IpFamily;
import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.NftSet.Element;
import dev.hako.kernel.netfilter.NftTable;
import dev.hako.kernel.netfilter.Nftables;
import dev.hako.kernel.netfilter.PacketLog;
import dev.hako.kernel.netfilter.RulesetChanges;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.network.namespace.NetworkNamespace;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What one engine's policed boxes may send, in the packet filter of its host. Threads may share
/// one.
public final class EgressFilter implements Barrier {
    /// How long a connection that ends still brings something, to which the box's part of it
    /// answers and is told.
    private static final long HEARING_MILLIS = 500;

    private final EgressTables tables;
    private final Nftables nftables = Nftables.open();
    private final Conntrack connections = Conntrack.open();
    private final Map<String, PolicedBox> boxes = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ownable = true;

    /// Whether the tables are there, for all that is known.
    private boolean made;

    private boolean closed;

    /// How many boxes' connections are being cut.
    private int cutting;

    private EgressFilter(String tableName, Optional<Integer> logGroup) {
        this.tables = EgressTables.called(tableName, logGroup);
    }

    /// For the network namespace that the thread is in.
    ///
    /// @param tableName of both tables, which are nobody else's
    /// @param log who is shown what was refused
    static EgressFilter open(String tableName, Optional<PacketLog> log) {
        return new EgressFilter(tableName, log.map(PacketLog::group));
    }

    /// For the network namespace that the thread is in.
    ///
    /// @param tableName of both tables, which are nobody else's
    /// @param refusals hears of what was refused
    public static EgressFilter open(String tableName, Refusals refusals) {
        return open(tableName, refusals.listenToAny());
    }

    /// Takes away what an earlier one has left in the network namespace that the thread is in.
    public static void sweep(String tableName) {
        try (EgressFilter filter = open(tableName, Optional.empty())) {
            filter.restore(List.of());
        }
    }

    /// The same as of kernels that have no tables of one's own.
    static EgressFilter openShared(String tableName, Optional<PacketLog> log) {
        EgressFilter filter = open(tableName, log);
        filter.ownable = false;
        return filter;
    }

    /// Sees to it that who listens to changes by others is not told of this one's.
    public void hideFrom(RulesetChanges changes) {
        changes.overlook(nftables);
    }

    /// It does so in one transaction; what was pinned stays pinned, but for addresses that are not
    /// of the world.
    ///
    /// @throws Failure `UNSUPPORTED` if this kernel cannot filter so
    @Override
    public void restore(List<PolicedBox> all) {
        locked(() -> {
            boxes.clear();
            all.forEach(box -> boxes.put(box.id(), box));
            make();
            return true;
        });
    }

    private void make() {
        if (boxes.isEmpty()) {
            deleteTables();
            return;
        }
        made = true;
        Map<String, Map<NftSet, List<Element>>> pinned = new LinkedHashMap<>();
        boxes.values().forEach(box -> pinned.put(box.id(), pinned().lasting(tables.ruleset(box))));
        if (!ownable || !tryToMake(pinned, true)) {
            ownable = false;
            tryToMake(pinned, false);
        }
    }

    private Pinned pinned() {
        return new Pinned(nftables, tables.packets());
    }

    /// @return false if this kernel has no tables that are owned by a socket and outlive it
    private boolean tryToMake(Map<String, Map<NftSet, List<Element>>> pinned, boolean owned) {
        try {
            nftables.commit(tables.all(boxes.values(), pinned, owned, cutting > 0));
            return true;
        } catch (KernelException e) {
            if (owned && e.isAny(Errno.EOPNOTSUPP, Errno.EINVAL)) {
                return false;
            }
            throw FilterFailures.ofTables(e);
        }
    }

    @Override
    public boolean isIntact() {
        return locked(() -> {
            int rules =
                    boxes.values().stream()
                            .mapToInt(box -> tables.ruleset(box).rules().size())
                            .sum();
            int cut = cutting > 0 ? EgressRuleset.CUT_RULES.size() : 0;
            int all = EgressRuleset.INET_RULES.size() + cut + rules;
            return boxes.isEmpty()
                    || nftables.rules(tables.packets()).size() == all
                            && nftables.rules(tables.frames()).size()
                                    == EgressRuleset.BRIDGE_RULES.size();
        });
    }

    /// @throws Failure `UNSUPPORTED` if this kernel cannot filter so, `CONFLICT` if another policed
    ///   box has one of its hardware addresses
    @Override
    public void put(PolicedBox box, List<Pin> pins, Supplier<NetworkNamespace> place) {
        put(box, pins);
    }

    /// What an earlier one has made of it is there until all is made anew.
    @Override
    public void found(PolicedBox box, Supplier<NetworkNamespace> place) {}

    void put(PolicedBox box, List<Pin> pins) {
        locked(() -> {
            PolicedBox before = boxes.put(box.id(), box);
            try {
                Redirects.prevent(box);
                if (!made || !tryToReplace(Optional.ofNullable(before), box, pins)) {
                    make();
                    nftables.commit(
                            EgressTables.changes(
                                    tables.packets(), tables.ruleset(box).elements(pins), true));
                }
            } catch (KernelException e) {
                restoreEntry(box.id(), before);
                throw FilterFailures.ofBox(e);
            } catch (Failure e) {
                restoreEntry(box.id(), before);
                throw e;
            }
            return true;
        });
    }

    /// @return false if others have taken the tables away
    private boolean tryToReplace(Optional<PolicedBox> before, PolicedBox box, List<Pin> pins) {
        try {
            nftables.commit(tables.replacement(before, box, pins));
            return true;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    private void restoreEntry(String id, PolicedBox before) {
        if (before == null) {
            boxes.remove(id);
        } else {
            boxes.put(id, before);
        }
    }

    /// The tables stay, for there may be others soon.
    @Override
    public void remove(String boxId) {
        locked(() -> {
            PolicedBox box = boxes.remove(boxId);
            if (box == null) {
                return false;
            }
            commitIfThere(tables.without(box));
            return true;
        });
    }

    @Override
    public void rest() {
        locked(() -> {
            if (made && boxes.isEmpty() && !closed) {
                deleteTables();
            }
            return made;
        });
    }

    private void deleteTables() {
        made = false;
        for (NftTable table : List.of(tables.packets(), tables.frames())) {
            commitIfThere(List.of(table.delete()));
        }
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

    @Override
    public void pin(String boxId, List<Pin> pins) {
        locked(() -> {
            PolicedBox box = boxes.get(boxId);
            if (box == null) {
                throw Failure.notFound("no box \"" + boxId + "\" is held back");
            }
            pinned().add(tables.ruleset(box), pins);
            return true;
        });
    }

    @Override
    public void unpin(String boxId, InetAddress address) {
        locked(() -> {
            PolicedBox box = boxes.get(boxId);
            if (box != null) {
                commitIfThere(pinned().removal(tables.ruleset(box), address));
            }
            return true;
        });
    }

    @Override
    public int cut(String boxId, Predicate<Conntrack.Entry> which) {
        List<Conntrack.Entry> ending = locked(() -> begun(boxId, which));
        if (ending.isEmpty()) {
            return 0;
        }
        setStrict(boxId, true);
        try {
            awaitHearing(ending);
        } finally {
            locked(() -> {
                begun(boxId, which).forEach(entry -> connections.forget(entry.identity()));
                return true;
            });
            setStrict(boxId, false);
        }
        return ending.size();
    }

    /// Waits for programs to hear that their connections end.
    static void awaitHearing(List<Conntrack.Entry> ending) {
        try {
            if (ending.stream().anyMatch(entry -> entry.protocol() == Pieces.TCP)) {
                Thread.sleep(HEARING_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Conntrack.Entry> begun(String boxId, Predicate<Conntrack.Entry> which) {
        PolicedBox box = boxes.get(boxId);
        if (box == null) {
            return List.of();
        }
        return Stream.of(IpFamily.values())
                .flatMap(family -> connections.list(family).stream())
                .filter(entry -> isFrom(box, entry) && which.test(entry))
                .toList();
    }

    private void setStrict(String boxId, boolean strict) {
        locked(() -> {
            List<NetlinkRequest> requests = new ArrayList<>();
            cutting += strict ? 1 : -1;
            if (strict && cutting == 1) {
                requests.addAll(tables.cutChain());
            }
            PolicedBox box = boxes.get(boxId);
            if (box != null) {
                requests.addAll(
                        EgressTables.changes(
                                tables.packets(), tables.ruleset(box).strictElements(), strict));
            }
            if (cutting == 0) {
                requests.add(tables.packets().empty(EgressRuleset.CUT_CHAIN.name()));
                requests.add(tables.packets().deleteChain(EgressRuleset.CUT_CHAIN.name()));
            }
            commitIfThere(requests);
            return strict;
        });
    }

    private static boolean isFrom(PolicedBox box, Conntrack.Entry entry) {
        return box.wires().stream().anyMatch(wire -> wire.addresses().contains(entry.from()));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// What holds boxes back stays.
    @Override
    public void close() {
        locked(() -> {
            if (made && boxes.isEmpty()) {
                deleteTables();
            }
            closed = true;
            return made;
        });
        nftables.close();
        connections.close();
    }
}
