package dev.hako.kernel.netfilter;

import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NetlinkSocket;
import dev.hako.kernel.netlink.AttributeWriter;
import dev.hako.kernel.netlink.Attributes;
import dev.hako.kernel.netlink.Netlink;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.NetlinkRequest.Verb;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The connections that the packet filter of a network namespace knows: ctnetlink,
/// `linux/netfilter/nfnetlink_conntrack.h`.
///
/// Where a datagram is sent on to is decided once for all that follow it, from the same port to the
/// same, until nothing has come for a while. So who changes where it goes makes the kernel forget.
public final class Conntrack implements AutoCloseable {
    static final int IPCTNL_MSG_CT_GET = 1;
    static final int IPCTNL_MSG_CT_DELETE = 2;
    static final int CTA_TUPLE_ORIG = 1;
    static final int CTA_TUPLE_REPLY = 2;
    static final int CTA_ID = 12;
    static final int CTA_FILTER = 25;
    static final int CTA_FILTER_ORIG_FLAGS = 1;
    static final int CTA_FILTER_REPLY_FLAGS = 2;
    static final int CTA_TUPLE_IP = 1;
    static final int CTA_TUPLE_PROTO = 2;
    static final int CTA_IP_V4_SRC = 1;
    static final int CTA_IP_V4_DST = 2;
    static final int CTA_IP_V6_SRC = 3;
    static final int CTA_IP_V6_DST = 4;
    static final int CTA_PROTO_NUM = 1;
    static final int CTA_PROTO_SRC_PORT = 2;
    static final int CTA_PROTO_DST_PORT = 3;

    /// Which parts of a tuple are compared: `net/netfilter/nf_internals.h` of the kernel, which no
    /// header for programs repeats.
    private static final int IP_SRC = 1;

    private static final int IP_DST = 1 << 1;
    private static final int PROTO_NUM = 1 << 3;
    private static final int PROTO_SRC_PORT = 1 << 4;
    private static final int PROTO_DST_PORT = 1 << 5;

    private static final Verb DELETE =
            new Verb(
                    "IPCTNL_MSG_CT_DELETE",
                    Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_CTNETLINK, IPCTNL_MSG_CT_DELETE),
                    0);

    private static final Verb LIST =
            new Verb(
                    "IPCTNL_MSG_CT_GET",
                    Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_CTNETLINK, IPCTNL_MSG_CT_GET),
                    NetlinkRequest.NLM_F_DUMP);

    private final Netlink netlink;

    private Conntrack(Netlink netlink) {
        this.netlink = netlink;
    }

    /// Opens a socket in this thread's network namespace.
    public static Conntrack open() {
        return new Conntrack(Netlink.open(NetlinkSocket.NETLINK_NETFILTER));
    }

    /// A connection.
    ///
    /// @param from who began it
    /// @param to who answers, wherever it was sent to at first
    /// @param protocol `IPPROTO_…`
    /// @param port of who answers; 0 where there are no ports
    public record Entry(
            InetAddress from, InetAddress to, int protocol, int port, Identity identity) {}

    /// By what the kernel knows a connection.
    @SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
    public record Identity(IpFamily family, byte[] tuple, int id) {}

    /// All connections of a family.
    public List<Entry> list(IpFamily family) {
        byte[] fixed = Nfnetlink.nfgenmsg(family.number(), 0);
        return netlink.exchange(LIST.about("connections", fixed)).stream()
                .flatMap(message -> entry(family, message.attributes(Nfnetlink.NFGENMSG)).stream())
                .toList();
    }

    private static Optional<Entry> entry(IpFamily family, Attributes entry) {
        Attributes reply = entry.nested(CTA_TUPLE_REPLY);
        Attributes proto = reply.nested(CTA_TUPLE_PROTO);
        Optional<byte[]> from =
                entry.nested(CTA_TUPLE_ORIG).nested(CTA_TUPLE_IP).bytes(source(family));
        Optional<byte[]> to = reply.nested(CTA_TUPLE_IP).bytes(source(family));
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        Identity identity =
                new Identity(
                        family,
                        entry.bytes(CTA_TUPLE_ORIG).orElseThrow(),
                        entry.be32(CTA_ID).orElse(0));
        return Optional.of(
                new Entry(
                        address(from.get()),
                        address(to.get()),
                        proto.bytes(CTA_PROTO_NUM).map(b -> Byte.toUnsignedInt(b[0])).orElse(0),
                        proto.bytes(CTA_PROTO_SRC_PORT)
                                .map(b -> Short.toUnsignedInt(ByteBuffer.wrap(b).getShort()))
                                .orElse(0),
                        identity));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
        }
    }

    /// Forgets a connection, if it is still there: what comes of it is new from then on.
    public void forget(Identity identity) {
        try {
            netlink.exchange(
                    DELETE.about(
                            "connection",
                            Nfnetlink.nfgenmsg(identity.family().number(), 0),
                            entry ->
                                    entry.nested(CTA_TUPLE_ORIG, identity.tuple())
                                            .be32(CTA_ID, identity.id())));
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /// Forgets what was sent to a port, whoever it was sent on to.
    ///
    /// @param protocol `IPPROTO_…`
    /// @param to the address it was sent to; any of the family if there is none
    public void forgetSentTo(int protocol, IpFamily family, Optional<InetAddress> to, int port) {
        int compared = PROTO_NUM | PROTO_DST_PORT | (to.isPresent() ? IP_DST : 0);
        Consumer<AttributeWriter> ip =
                address -> to.ifPresent(a -> address.bytes(destination(family), a.getAddress()));
        forget(
                family,
                tuple ->
                        tuple.nested(
                                        CTA_TUPLE_ORIG,
                                        t -> tuple(t, ip, protocol, CTA_PROTO_DST_PORT, port))
                                .nested(CTA_FILTER, f -> flags(f, compared, 0)));
    }

    /// Forgets what is answered from a port.
    ///
    /// @param protocol `IPPROTO_…`
    public void forgetAnsweredBy(int protocol, InetAddress by, int port) {
        IpFamily family = IpFamily.of(by);
        int compared = PROTO_NUM | PROTO_SRC_PORT | IP_SRC;
        Consumer<AttributeWriter> ip = address -> address.bytes(source(family), by.getAddress());
        forget(
                family,
                tuple ->
                        tuple.nested(
                                        CTA_TUPLE_REPLY,
                                        t -> tuple(t, ip, protocol, CTA_PROTO_SRC_PORT, port))
                                .nested(CTA_FILTER, f -> flags(f, 0, compared)));
    }

    private void forget(IpFamily family, Consumer<AttributeWriter> which) {
        NetlinkRequest request =
                DELETE.about("connections", Nfnetlink.nfgenmsg(family.number(), 0), which);
        netlink.exchange(request);
    }

    private static void tuple(
            AttributeWriter tuple,
            Consumer<AttributeWriter> ip,
            int protocol,
            int portAttribute,
            int port) {
        tuple.nested(CTA_TUPLE_IP, ip)
                .nested(
                        CTA_TUPLE_PROTO,
                        proto -> proto.u8(CTA_PROTO_NUM, protocol).be16(portAttribute, port));
    }

    private static void flags(AttributeWriter filter, int sent, int answered) {
        filter.u32(CTA_FILTER_ORIG_FLAGS, sent).u32(CTA_FILTER_REPLY_FLAGS, answered);
    }

    private static int source(IpFamily family) {
        return family == IpFamily.IPV4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC;
    }

    private static int destination(IpFamily family) {
        return family == IpFamily.IPV4 ? CTA_IP_V4_DST : CTA_IP_V6_DST;
    }

    @Override
    public void close() {
        netlink.close();
    }
}
