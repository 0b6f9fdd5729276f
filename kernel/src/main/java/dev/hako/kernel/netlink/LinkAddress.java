package dev.hako.kernel.netlink;

import dev.hako.kernel.netlink.NetlinkRequest.Verb;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// An address of a network interface.
///
/// @param link the index of the interface
/// @param prefixLength how many leading bits name the network
public record LinkAddress(int link, InetAddress address, int prefixLength) {
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_BROADCAST = 4;
    static final int IFA_F_NODAD = 0x02;

    /// `sizeof(struct ifaddrmsg)`.
    static final int IFADDRMSG = 8;

    private static final Verb ALL = new Verb("RTM_GETADDR", RTM_GETADDR, NetlinkRequest.NLM_F_DUMP);
    private static final Verb ADD =
            new Verb(
                    "RTM_NEWADDR",
                    RTM_NEWADDR,
                    NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL);
    private static final Verb REMOVE = new Verb("RTM_DELADDR", RTM_DELADDR, 0);

    /// Adds it. An IPv6 address is used at once: whether another has it is not asked first, which
    /// would take a second.
    public NetlinkRequest add() {
        return ADD.about(address.getHostAddress(), fixed(IFA_F_NODAD), this::write);
    }

    /// Takes it away.
    public NetlinkRequest remove() {
        return REMOVE.about(address.getHostAddress(), fixed(0), this::write);
    }

    static NetlinkRequest all() {
        return ALL.about("all", new byte[IFADDRMSG]);
    }

    private void write(AttributeWriter attributes) {
        byte[] bytes = address.getAddress();
        attributes.bytes(IFA_LOCAL, bytes).bytes(IFA_ADDRESS, bytes);
        if (bytes.length == Integer.BYTES && prefixLength < Integer.SIZE - 1) {
            attributes.bytes(IFA_BROADCAST, broadcast(bytes));
        }
    }

    private byte[] broadcast(byte[] bytes) {
        int all = ByteBuffer.wrap(bytes).getInt() | (int) (0xffffffffL >>> prefixLength);
        return ByteBuffer.allocate(Integer.BYTES).putInt(all).array();
    }

    /// `struct ifaddrmsg`: family, prefix length, flags, scope, index.
    private byte[] fixed(int flags) {
        return ByteBuffer.allocate(IFADDRMSG)
                .order(ByteOrder.nativeOrder())
                .put((byte) Family.of(address))
                .put((byte) prefixLength)
                .put((byte) flags)
                .put((byte) 0)
                .putInt(link)
                .array();
    }

    /// On a point-to-point interface `IFA_ADDRESS` is the other side's; `IFA_LOCAL` is our own.
    static Optional<LinkAddress> read(NetlinkMessage message) {
        if (message.payload().length < IFADDRMSG) {
            return Optional.empty();
        }
        ByteBuffer fixed = message.buffer();
        int prefixLength = Byte.toUnsignedInt(fixed.get(1));
        int link = fixed.getInt(4);
        Attributes attributes = message.attributes(IFADDRMSG);
        return attributes
                .bytes(IFA_LOCAL)
                .or(() -> attributes.bytes(IFA_ADDRESS))
                .flatMap(Family::address)
                .map(address -> new LinkAddress(link, address, prefixLength));
    }
}
