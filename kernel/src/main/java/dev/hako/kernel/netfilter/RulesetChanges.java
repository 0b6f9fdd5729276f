package dev.hako.kernel.netfilter;

import static dev.hako.kernel.netfilter.NfTables.*;

import dev.hako.kernel.Errno;
import dev.hako.kernel.EventFd;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NetlinkSocket;
import dev.hako.kernel.Poll;
import dev.hako.kernel.netlink.NetlinkMessage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What others change in the packet filter of a network namespace, as the kernel tells of it.
public final class RulesetChanges implements AutoCloseable {
    private static final int END = Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWGEN);

    private final NetlinkSocket socket;
    private final Set<Integer> own = ConcurrentHashMap.newKeySet();

    private RulesetChanges(NetlinkSocket socket, int self) {
        this.socket = socket;
        own.add(self);
    }

    /// Passes over the changes of one more socket, from now on.
    public void overlook(Nftables other) {
        own.add(other.port());
    }

    /// Listens in this thread's network namespace from now on.
    ///
    /// @param self the socket whose own changes are passed over
    static RulesetChanges listen(int self) {
        int group = Nfnetlink.NFNLGRP_NFTABLES;
        return new RulesetChanges(
                NetlinkSocket.listen(NetlinkSocket.NETLINK_NETFILTER, group), self);
    }

    /// Readable when there may be something; still owned by this.
    public Fd fd() {
        return socket.fd();
    }

    /// Waits on a platform thread until somebody else has changed something, and takes all that has
    /// been told so far.
    ///
    /// @param wake ends the wait before that
    /// @return whether there was a change before the time was over
    public boolean await(Duration timeout, EventFd wake) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean changed = false;
        while (isReadable(changed ? 0 : Math.max(0, deadline - System.nanoTime()), wake)) {
            changed |= isForeign();
        }
        return changed;
    }

    private boolean isReadable(long nanos, EventFd wake) {
        return Poll.await(socket.fd(), Poll.POLLIN, Duration.ofNanos(nanos), wake) != 0;
    }

    /// What did not fit into the socket's memory is lost, and may have been anything.
    private boolean isForeign() {
        try {
            List<NetlinkMessage> told = NetlinkMessage.parse(socket.receive());
            return told.stream()
                    .filter(m -> m.type() == END)
                    .anyMatch(m -> !own.contains(m.port()));
        } catch (KernelException e) {
            if (e.is(Errno.ENOBUFS)) {
                return true;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
