package dev.hako.kernel.netlink;

import dev.hako.kernel.netlink.NetlinkRequest.Verb;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/// Changes to network interfaces, as requests for [RouteNetlink#apply]: rtnetlink(7).
///
/// The kernel finds an interface by its name where none gives a number, so that several requests
/// about one that is yet to be made fit into one send.
public final class LinkRequests {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_MASTER = 10;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_AF_SPEC = 26;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;
    static final int IFLA_INFO_SLAVE_KIND = 4;
    static final int IFLA_INFO_SLAVE_DATA = 5;
    static final int IFLA_BRPORT_MODE = 4;
    static final int IFLA_BRPORT_ISOLATED = 33;
    static final int VETH_INFO_PEER = 1;
    static final int AF_INET6 = 10;
    static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    static final int IN6_ADDR_GEN_MODE_NONE = 1;

    /// `sizeof(struct ifinfomsg)`.
    static final int IFINFOMSG = 16;

    private static final Verb GET = new Verb("RTM_GETLINK", RTM_GETLINK, 0);
    private static final Verb ALL = new Verb("RTM_GETLINK", RTM_GETLINK, NetlinkRequest.NLM_F_DUMP);
    private static final Verb CHANGE = new Verb("RTM_NEWLINK", RTM_NEWLINK, 0);
    private static final Verb DELETE = new Verb("RTM_DELLINK", RTM_DELLINK, 0);
    private static final Verb CREATE =
            new Verb(
                    "RTM_NEWLINK",
                    RTM_NEWLINK,
                    NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL);

    private LinkRequests() {}

    /// A bridge, switched on. An address that is given stays, whatever its ports have.
    ///
    /// @param hardwareAddress its 6 bytes
    public static NetlinkRequest bridge(String name, byte[] hardwareAddress, int mtu) {
        return CREATE.about(
                "bridge " + name,
                ifinfomsg(0, Link.IFF_UP, Link.IFF_UP),
                link ->
                        link.text(IFLA_IFNAME, name)
                                .bytes(IFLA_ADDRESS, hardwareAddress)
                                .u32(IFLA_MTU, mtu)
                                .nested(
                                        IFLA_LINKINFO,
                                        info -> info.text(IFLA_INFO_KIND, "bridge")));
    }

    /// A bridge that is switched off: whatever comes to a port of it is dropped.
    ///
    /// @param hardwareAddress its 6 bytes
    public static NetlinkRequest idleBridge(String name, byte[] hardwareAddress) {
        return CREATE.about(
                "bridge " + name,
                ifinfomsg(0, 0, 0),
                link ->
                        link.text(IFLA_IFNAME, name)
                                .bytes(IFLA_ADDRESS, hardwareAddress)
                                .nested(
                                        IFLA_LINKINFO,
                                        info -> info.text(IFLA_INFO_KIND, "bridge")));
    }

    /// Two interfaces that are the ends of one wire, both switched on. The far one never is in this
    /// network namespace, under whatever name.
    public static NetlinkRequest veth(VethPair pair) {
        Consumer<AttributeWriter> far =
                peer -> {
                    peer.raw(ifinfomsg(0, 0, 0));
                    pair.far().write(peer);
                    peer.u32(IFLA_NET_NS_FD, pair.namespace().number());
                };
        return CREATE.about(
                "veth " + pair.near().name(),
                ifinfomsg(0, Link.IFF_UP, Link.IFF_UP),
                link -> {
                    pair.near().write(link);
                    pair.master().ifPresent(master -> link.u32(IFLA_MASTER, master));
                    link.nested(
                            IFLA_LINKINFO,
                            info ->
                                    info.text(IFLA_INFO_KIND, "veth")
                                            .nested(
                                                    IFLA_INFO_DATA,
                                                    data -> data.nested(VETH_INFO_PEER, far)));
                });
    }

    /// Switches one on.
    public static NetlinkRequest up(String name) {
        return named(CHANGE, name, Link.IFF_UP, _ -> {});
    }

    /// Switches one on.
    public static NetlinkRequest up(int index) {
        return CHANGE.about("link " + index, ifinfomsg(index, Link.IFF_UP, Link.IFF_UP));
    }

    /// Switches one off.
    public static NetlinkRequest down(int index) {
        return CHANGE.about("link " + index, ifinfomsg(index, 0, Link.IFF_UP));
    }

    /// Gives one another name; most kernels want it to be off.
    public static NetlinkRequest rename(int index, String name) {
        return CHANGE.about(
                "link " + index, ifinfomsg(index, 0, 0), link -> link.text(IFLA_IFNAME, name));
    }

    /// Keeps the kernel from giving one an IPv6 address when it is switched on.
    public static NetlinkRequest withoutOwnIpv6(int index) {
        return CHANGE.about(
                "link " + index,
                ifinfomsg(index, 0, 0),
                link ->
                        link.nested(
                                IFLA_AF_SPEC,
                                families ->
                                        families.nested(
                                                AF_INET6,
                                                ipv6 ->
                                                        ipv6.u8(
                                                                IFLA_INET6_ADDR_GEN_MODE,
                                                                IN6_ADDR_GEN_MODE_NONE))));
    }

    /// Sets the largest packet, in bytes.
    public static NetlinkRequest mtu(String name, int mtu) {
        return named(CHANGE, name, 0, link -> link.u32(IFLA_MTU, mtu));
    }

    /// Makes one a port of a bridge; of none if `master` is 0.
    public static NetlinkRequest master(String name, int master) {
        return named(CHANGE, name, 0, link -> link.u32(IFLA_MASTER, master));
    }

    /// Keeps the ports of a bridge that are so marked from reaching each other.
    public static NetlinkRequest isolated(String port) {
        return portFlag(port, IFLA_BRPORT_ISOLATED);
    }

    /// Lets a frame leave a bridge by the port it came by.
    public static NetlinkRequest hairpin(String port) {
        return portFlag(port, IFLA_BRPORT_MODE);
    }

    private static NetlinkRequest portFlag(String port, int flag) {
        Consumer<AttributeWriter> info =
                link ->
                        link.text(IFLA_INFO_SLAVE_KIND, "bridge")
                                .nested(IFLA_INFO_SLAVE_DATA, data -> data.u8(flag, 1));
        return named(CHANGE, port, 0, link -> link.nested(IFLA_LINKINFO, info));
    }

    /// Removes one, and with one end of a wire the other.
    public static NetlinkRequest delete(String name) {
        return named(DELETE, name, 0, _ -> {});
    }

    /// Removes one.
    public static NetlinkRequest delete(int index) {
        return DELETE.about("link " + index, ifinfomsg(index, 0, 0));
    }

    static NetlinkRequest get(String name) {
        return named(GET, name, 0, _ -> {});
    }

    static NetlinkRequest all() {
        return ALL.about("all", ifinfomsg(0, 0, 0));
    }

    private static NetlinkRequest named(
            Verb verb, String name, int flags, Consumer<AttributeWriter> change) {
        return verb.about(
                "link " + name,
                ifinfomsg(0, flags, flags),
                link -> change.accept(link.text(IFLA_IFNAME, name)));
    }

    /// `struct ifinfomsg`: family, type, index, flags, changed flags.
    private static byte[] ifinfomsg(int index, int flags, int changed) {
        return ByteBuffer.allocate(IFINFOMSG)
                .order(ByteOrder.nativeOrder())
                .putInt(0)
                .putInt(index)
                .putInt(flags)
                .putInt(changed)
                .array();
    }
}
