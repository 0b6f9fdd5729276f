package dev.hako.kernel.netfilter;

import dev.hako.kernel.Errno;
import dev.hako.kernel.EventFd;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NetlinkSocket;
import dev.hako.kernel.Poll;
import dev.hako.kernel.netlink.Attributes;
import dev.hako.kernel.netlink.Netlink;
import dev.hako.kernel.netlink.NetlinkMessage;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.NetlinkRequest.Verb;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Packets that rules show ([Expression.Log]): `linux/netfilter/nfnetlink_log.h`.
///
/// The kernel has one listener for each group of a network namespace, and shows nothing to a group
/// that has none.
public final class PacketLog implements AutoCloseable {
    static final int NFULNL_MSG_PACKET = 0;
    static final int NFULNL_MSG_CONFIG = 1;
    static final int NFULA_PAYLOAD = 9;
    static final int NFULA_PREFIX = 10;
    static final int NFULA_CFG_CMD = 1;
    static final int NFULA_CFG_MODE = 2;
    static final int NFULA_CFG_QTHRESH = 5;
    static final int NFULNL_CFG_CMD_BIND = 1;
    static final int NFULNL_COPY_PACKET = 2;

    private static final int PACKET = Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_ULOG, NFULNL_MSG_PACKET);
    private static final int MOST_BYTES = 128;

    private final Netlink netlink;
    private final int group;

    private PacketLog(Netlink netlink, int group) {
        this.netlink = netlink;
        this.group = group;
    }

    /// A packet that was shown.
    ///
    /// @param prefix what the rule says of it
    /// @param bytes the first of them, from the header of IP on
    @SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
    public record Packet(String prefix, byte[] bytes) {}

    /// Listens to a group in this thread's network namespace.
    ///
    /// @return nothing if somebody else does
    public static Optional<PacketLog> listen(int group) {
        Netlink netlink = Netlink.open(NetlinkSocket.NETLINK_NETFILTER);
        try {
            netlink.exchange(configuration(group));
            return Optional.of(new PacketLog(netlink, group));
        } catch (KernelException e) {
            netlink.close();
            if (e.is(Errno.EBUSY)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Each packet is told of at once.
    private static NetlinkRequest configuration(int group) {
        byte[] mode =
                ByteBuffer.allocate(6).putInt(MOST_BYTES).put((byte) NFULNL_COPY_PACKET).array();
        int type = Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_ULOG, NFULNL_MSG_CONFIG);
        return new Verb("NFULNL_MSG_CONFIG", type, 0)
                .about(
                        "group " + group,
                        Nfnetlink.nfgenmsg(Nfnetlink.NFPROTO_UNSPEC, group),
                        attributes ->
                                attributes
                                        .u8(NFULA_CFG_CMD, NFULNL_CFG_CMD_BIND)
                                        .bytes(NFULA_CFG_MODE, mode)
                                        .be32(NFULA_CFG_QTHRESH, 1));
    }

    public int group() {
        return group;
    }

    /// Waits on a platform thread for packets.
    ///
    /// @param wake ends the wait before that
    /// @return none if there were none in time, or so many that some were lost
    public List<Packet> await(Duration timeout, EventFd wake) {
        return Poll.await(netlink.fd(), Poll.POLLIN, timeout, wake) == 0 ? List.of() : receive();
    }

    /// Readable when there are packets; still owned by this.
    public Fd fd() {
        return netlink.fd();
    }

    /// The packets that there are, of which there is one at least.
    ///
    /// @return none if there were so many that some were lost
    public List<Packet> receive() {
        try {
            return netlink.receive().stream()
                    .filter(message -> message.type() == PACKET)
                    .map(PacketLog::packet)
                    .toList();
        } catch (KernelException e) {
            if (e.is(Errno.ENOBUFS)) {
                return List.of();
            }
            throw e;
        }
    }

    private static Packet packet(NetlinkMessage message) {
        Attributes attributes = message.attributes(Nfnetlink.NFGENMSG);
        return new Packet(
                attributes.text(NFULA_PREFIX).orElse(""),
                attributes.bytes(NFULA_PAYLOAD).orElse(new byte[0]));
    }

    @Override
    public void close() {
        netlink.close();
    }
}
