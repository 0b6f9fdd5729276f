package dev.hako.kernel.netlink;

import dev.hako.kernel.netlink.NetlinkRequest.Verb;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Which way packets to some addresses go.
///
/// @param destination the lowest of the addresses
/// @param prefixLength how many leading bits the addresses have in common; 0 means all
/// @param gateway who passes them on; nothing if they are reached directly
/// @param link the index of the interface, or 0 for the one that the gateway is behind
public record Route(
        InetAddress destination, int prefixLength, Optional<InetAddress> gateway, int link) {
    static final int RTM_NEWROUTE = 24;
    static final int RTM_GETROUTE = 26;
    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RT_TABLE_MAIN = 254;
    static final int RTPROT_STATIC = 4;
    static final int RT_SCOPE_UNIVERSE = 0;
    static final int RT_SCOPE_LINK = 253;
    static final int RTN_UNICAST = 1;
    static final int RTM_F_CLONED = 0x200;

    /// `sizeof(struct rtmsg)`.
    static final int RTMSG = 12;

    private static final Verb ALL =
            new Verb("RTM_GETROUTE", RTM_GETROUTE, NetlinkRequest.NLM_F_DUMP);
    private static final Verb ADD =
            new Verb(
                    "RTM_NEWROUTE",
                    RTM_NEWROUTE,
                    NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_EXCL);

    /// Sends all that no other route is for through a gateway.
    public static Route byDefault(InetAddress gateway, int link) {
        return new Route(Family.any(Family.of(gateway)), 0, Optional.of(gateway), link);
    }

    public boolean isDefault() {
        return prefixLength == 0;
    }

    /// Adds it to the main table.
    public NetlinkRequest add() {
        byte[] fixed =
                rtmsg(
                        Family.of(destination),
                        prefixLength,
                        gateway.isPresent() ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK);
        return ADD.about(toString(), fixed, this::write);
    }

    private void write(AttributeWriter attributes) {
        if (prefixLength > 0) {
            attributes.bytes(RTA_DST, destination.getAddress());
        }
        gateway.ifPresent(address -> attributes.bytes(RTA_GATEWAY, address.getAddress()));
        if (link != 0) {
            attributes.u32(RTA_OIF, link);
        }
    }

    static NetlinkRequest all(int family) {
        byte[] fixed = new byte[RTMSG];
        fixed[0] = (byte) family;
        return ALL.about("all", fixed);
    }

    /// `struct rtmsg`: family, prefix lengths of destination and source, type of service, table,
    /// origin, scope, type, flags.
    private static byte[] rtmsg(int family, int prefixLength, int scope) {
        return ByteBuffer.allocate(RTMSG)
                .order(ByteOrder.nativeOrder())
                .put((byte) family)
                .put((byte) prefixLength)
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) RT_TABLE_MAIN)
                .put((byte) RTPROT_STATIC)
                .put((byte) scope)
                .put((byte) RTN_UNICAST)
                .putInt(0)
                .array();
    }

    /// Nothing for a route that leads to nobody else: an own address, a broadcast, a cached one.
    static Optional<Route> read(NetlinkMessage message) {
        if (message.payload().length < RTMSG) {
            return Optional.empty();
        }
        ByteBuffer fixed = message.buffer();
        if (fixed.get(7) != RTN_UNICAST || (fixed.getInt(8) & RTM_F_CLONED) != 0) {
            return Optional.empty();
        }
        Attributes attributes = message.attributes(RTMSG);
        InetAddress destination =
                attributes
                        .bytes(RTA_DST)
                        .flatMap(Family::address)
                        .orElseGet(() -> Family.any(Byte.toUnsignedInt(fixed.get(0))));
        return Optional.of(
                new Route(
                        destination,
                        Byte.toUnsignedInt(fixed.get(1)),
                        attributes.bytes(RTA_GATEWAY).flatMap(Family::address),
                        attributes.u32(RTA_OIF).orElse(0)));
    }

    @Override
    public String toString() {
        String to = isDefault() ? "default" : destination.getHostAddress() + "/" + prefixLength;
        return to + gateway.map(address -> " via " + address.getHostAddress()).orElse("");
    }
}
