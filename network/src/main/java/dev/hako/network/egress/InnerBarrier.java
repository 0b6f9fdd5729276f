package dev.hako.network.egress;

import dev.hako.failure.Failure;
import dev.hako.kernel.netfilter.Conntrack;
import dev.hako.kernel.netfilter.PacketLog;
import dev.hako.network.namespace.NetworkNamespace;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Policed boxes that send by a way on which there is no packet filter: each has one in its own
/// network namespace, which belongs to a user namespace where the box has none of the rights that
/// it takes to change it (`CAP_NET_ADMIN`) or to pass it by (`CAP_NET_RAW`). Whoever makes the box
/// sees to that.
///
/// The filter is the namespace's: it holds whether an engine lives or not, and ends with the box.
public final class InnerBarrier implements Barrier {
    /// Nobody else listens in a box's namespace, so that the next engine finds the same.
    private static final int GROUP = 1;

    private final String tableName;
    private final Refusals refusals;
    private final Map<String, Inside> boxes = new ConcurrentHashMap<>();

    private InnerBarrier(String tableName, Refusals refusals) {
        this.tableName = tableName;
        this.refusals = refusals;
    }

    /// What there is in one box.
    private record Inside(InnerFilter filter, Optional<PacketLog> log) {
        void close(Refusals refusals) {
            log.ifPresent(refusals::forget);
            filter.close();
        }
    }

    /// Nobody is held back yet.
    ///
    /// @param tableName what the table is called in each box
    /// @param refusals hears of what was refused
    public static InnerBarrier open(String tableName, Refusals refusals) {
        return new InnerBarrier(tableName, refusals);
    }

    @Override
    public void put(PolicedBox box, List<Pin> pins, Supplier<NetworkNamespace> place) {
        Inside known = boxes.get(box.id());
        if (known != null) {
            known.filter().put(box, pins);
            return;
        }
        Inside made = enter(box, place);
        try {
            made.filter().put(box, pins);
        } catch (RuntimeException e) {
            made.close(refusals);
            throw e;
        }
        boxes.put(box.id(), made);
    }

    @Override
    public void found(PolicedBox box, Supplier<NetworkNamespace> place) {
        Inside made = enter(box, place);
        boxes.put(box.id(), made);
        made.filter().restore();
    }

    /// The group is in the rules whether somebody listens now or not.
    private Inside enter(PolicedBox box, Supplier<NetworkNamespace> place) {
        try (NetworkNamespace own = place.get()) {
            return own.call(() ->
                    new Inside(
                            InnerFilter.open(tableName, box, Optional.of(GROUP)),
                            refusals.listen(GROUP)));
        }
    }

    @Override
    public void restore(List<PolicedBox> all) {
        boxes.values().forEach(inside -> inside.filter().restore());
    }

    @Override
    public boolean isIntact() {
        return boxes.values().stream().allMatch(inside -> inside.filter().isIntact());
    }

    @Override
    public void remove(String boxId) {
        Inside gone = boxes.remove(boxId);
        if (gone != null) {
            gone.filter().delete();
            gone.close(refusals);
        }
    }

    /// There is nothing but in boxes.
    @Override
    public void rest() {}

    @Override
    public void pin(String boxId, List<Pin> pins) {
        Inside inside = boxes.get(boxId);
        if (inside == null) {
            throw Failure.notFound("no box \"" + boxId + "\" is held back");
        }
        inside.filter().pin(pins);
    }

    @Override
    public void unpin(String boxId, InetAddress address) {
        Inside inside = boxes.get(boxId);
        if (inside != null) {
            inside.filter().unpin(address);
        }
    }

    @Override
    public int cut(String boxId, Predicate<Conntrack.Entry> which) {
        Inside inside = boxes.get(boxId);
        return inside == null ? 0 : inside.filter().cut(which);
    }

    @Override
    public void close() {
        boxes.values().forEach(inside -> inside.close(refusals));
        boxes.clear();
    }
}
