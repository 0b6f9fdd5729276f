package dev.hako.kernel.netlink;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/// A network interface.
///
/// @param index its number in the network namespace
/// @param kind what made it (`veth`, `bridge`), nothing for hardware and `lo`
/// @param flags `IFF_…`, netdevice(7)
/// @param mtu the largest packet in bytes
/// @param master the bridge it is a port of
/// @param hardwareAddress its bytes in hexadecimal, `02:42:ac:11:00:02`; empty if it has none
public record Link(
        int index,
        String name,
        Optional<String> kind,
        int flags,
        int mtu,
        OptionalInt master,
        String hardwareAddress) {
    public static final int IFF_UP = 0x1;
    public static final int IFF_LOOPBACK = 0x8;
    public static final int IFF_RUNNING = 0x40;

    private static final HexFormat HARDWARE = HexFormat.ofDelimiter(":");

    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    public boolean isLoopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }

    public boolean isOfKind(String name) {
        return kind.filter(name::equals).isPresent();
    }

    /// Nothing if the message is too short to be one.
    static Optional<Link> read(NetlinkMessage message) {
        if (message.payload().length < LinkRequests.IFINFOMSG) {
            return Optional.empty();
        }
        ByteBuffer fixed = message.buffer();
        Attributes attributes = message.attributes(LinkRequests.IFINFOMSG);
        return Optional.of(
                new Link(
                        fixed.getInt(4),
                        attributes.text(LinkRequests.IFLA_IFNAME).orElse(""),
                        attributes
                                .nested(LinkRequests.IFLA_LINKINFO)
                                .text(LinkRequests.IFLA_INFO_KIND),
                        fixed.getInt(8),
                        attributes.u32(LinkRequests.IFLA_MTU).orElse(0),
                        attributes.u32(LinkRequests.IFLA_MASTER),
                        HARDWARE.formatHex(
                                attributes.bytes(LinkRequests.IFLA_ADDRESS).orElse(new byte[0]))));
    }
}
