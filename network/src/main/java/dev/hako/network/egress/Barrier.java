package dev.hako.network.egress;

import dev.hako.kernel.netfilter.Conntrack;
import dev.hako.network.namespace.NetworkNamespace;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What holds an engine's policed boxes back: the packet filter of the host that they send by
/// ([EgressFilter]), or one in each of them that they cannot change ([InnerBarrier]). Threads may
/// share one.
public sealed interface Barrier extends AutoCloseable permits EgressFilter, InnerBarrier {
    /// Holds a box back, from now on, or otherwise than before. Nothing of its own is pinned then
    /// but what is given.
    ///
    /// @param place opens the box's network namespace
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` if this kernel cannot filter so, `CONFLICT`
    ///   if it cannot because of something else
    void put(PolicedBox box, List<Pin> pins, Supplier<NetworkNamespace> place);

    /// A box is there that an earlier barrier has held back, and is so still.
    ///
    /// @param place opens the box's network namespace
    void found(PolicedBox box, Supplier<NetworkNamespace> place);

    /// Makes all of it anew, whatever is left of it; what was pinned stays pinned.
    ///
    /// @param all boxes that are held back
    void restore(List<PolicedBox> all);

    /// Whether all of it is there that others could have removed.
    boolean isIntact();

    /// Does not hold a box back any more; one that is not held back is passed over.
    void remove(String boxId);

    /// Takes away what no box needs, if there is none.
    void rest();

    /// Lets a box to addresses for a time, which begins anew where it was let to them already.
    ///
    /// @throws dev.hako.failure.Failure `EXHAUSTED` if there are too many of them, `NOT_FOUND` if
    ///   the box is not held back
    void pin(String boxId, List<Pin> pins);

    /// Does not let a box to an address any more that was pinned for it, whatever the port; what is
    /// not pinned is passed over.
    void unpin(String boxId, InetAddress address);

    /// Ends connections that a box has begun, of those that are named. Nothing that it sends over
    /// one that it may not have any more goes through from the beginning on; of TCP its program
    /// hears of the end, if its own part of the connection says anything within a moment.
    ///
    /// @return how many there were
    int cut(String boxId, Predicate<Conntrack.Entry> which);

    /// What is held back stays so.
    @Override
    void close();
}
