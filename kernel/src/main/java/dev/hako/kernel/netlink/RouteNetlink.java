package dev.hako.kernel.netlink;

import dev.hako.kernel.NetlinkSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The interfaces and addresses of a network namespace: rtnetlink(7).
public final class RouteNetlink implements AutoCloseable {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_GETADDR = 22;
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_MASTER = 10;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_INFO_KIND = 1;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /// `sizeof(struct ifinfomsg)`: family, type, index, flags, changed flags.
    private static final int IFINFOMSG = 16;

    /// `sizeof(struct ifaddrmsg)`: family, prefix length, flags, scope, index.
    private static final int IFADDRMSG = 8;

    private static final HexFormat HARDWARE = HexFormat.ofDelimiter(":");

    private final Netlink netlink;

    private RouteNetlink(Netlink netlink) {
        this.netlink = netlink;
    }

    /// Opens a socket in this thread's network namespace.
    public static RouteNetlink open() {
        return new RouteNetlink(new Netlink(NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE)));
    }

    /// All interfaces.
    public List<Link> links() {
        NetlinkRequest request =
                NetlinkRequest.of(
                        "RTM_GETLINK",
                        RTM_GETLINK,
                        NetlinkRequest.NLM_F_DUMP,
                        ifinfomsg(0, 0, 0),
                        _ -> {});
        return netlink.exchange(request, "all").stream().map(RouteNetlink::link).toList();
    }

    /// The interface of a name.
    public Optional<Link> link(String name) {
        return links().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /// Switches an interface on.
    public void up(int index) {
        change(index, Link.IFF_UP);
    }

    /// Switches an interface off.
    public void down(int index) {
        change(index, 0);
    }

    private void change(int index, int flags) {
        NetlinkRequest request =
                NetlinkRequest.of(
                        "RTM_NEWLINK",
                        RTM_NEWLINK,
                        0,
                        ifinfomsg(index, flags, Link.IFF_UP),
                        _ -> {});
        netlink.exchange(request, "link " + index);
    }

    /// Removes an interface.
    public void delete(int index) {
        NetlinkRequest request =
                NetlinkRequest.of("RTM_DELLINK", RTM_DELLINK, 0, ifinfomsg(index, 0, 0), _ -> {});
        netlink.exchange(request, "link " + index);
    }

    /// All IPv4 and IPv6 addresses.
    public List<LinkAddress> addresses() {
        NetlinkRequest request =
                NetlinkRequest.of(
                        "RTM_GETADDR",
                        RTM_GETADDR,
                        NetlinkRequest.NLM_F_DUMP,
                        new byte[IFADDRMSG],
                        _ -> {});
        return netlink.exchange(request, "all").stream()
                .flatMap(message -> address(message).stream())
                .toList();
    }

    /// Gives an interface an address.
    ///
    /// @throws dev.hako.kernel.KernelException `EEXIST` if it has it
    public void add(LinkAddress address) {
        byte[] bytes = address.address().getAddress();
        byte[] fixed =
                ByteBuffer.allocate(IFADDRMSG)
                        .order(ByteOrder.nativeOrder())
                        .put((byte) (bytes.length == 4 ? AF_INET : AF_INET6))
                        .put((byte) address.prefixLength())
                        .putShort((short) 0)
                        .putInt(address.link())
                        .array();
        NetlinkRequest request =
                NetlinkRequest.of(
                        "RTM_NEWADDR",
                        RTM_NEWADDR,
                        NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL,
                        fixed,
                        a -> a.bytes(IFA_LOCAL, bytes).bytes(IFA_ADDRESS, bytes));
        netlink.exchange(request, address.address().getHostAddress());
    }

    private static byte[] ifinfomsg(int index, int flags, int changed) {
        return ByteBuffer.allocate(IFINFOMSG)
                .order(ByteOrder.nativeOrder())
                .putInt(0)
                .putInt(index)
                .putInt(flags)
                .putInt(changed)
                .array();
    }

    private static Link link(NetlinkMessage message) {
        ByteBuffer fixed = message.buffer().position(4);
        Attributes attributes = message.attributes(IFINFOMSG);
        return new Link(
                fixed.getInt(),
                attributes.text(IFLA_IFNAME).orElse(""),
                attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND),
                fixed.getInt(),
                attributes.u32(IFLA_MTU).orElse(0),
                attributes.u32(IFLA_MASTER),
                HARDWARE.formatHex(attributes.bytes(IFLA_ADDRESS).orElse(new byte[0])));
    }

    /// On a point-to-point interface `IFA_ADDRESS` is the other side's; `IFA_LOCAL` is our own.
    private static Optional<LinkAddress> address(NetlinkMessage message) {
        ByteBuffer fixed = message.buffer();
        int prefixLength = Byte.toUnsignedInt(fixed.get(1));
        int link = fixed.getInt(4);
        Attributes attributes = message.attributes(IFADDRMSG);
        return attributes
                .bytes(IFA_LOCAL)
                .or(() -> attributes.bytes(IFA_ADDRESS))
                .map(bytes -> new LinkAddress(link, inetAddress(bytes), prefixLength));
    }

    private static InetAddress inetAddress(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "the kernel listed an address of " + bytes.length + " bytes", e);
        }
    }

    @Override
    public void close() {
        netlink.close();
    }
}
