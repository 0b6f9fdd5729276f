package dev.hako.network.egress;

import dev.hako.kernel.netfilter.PacketLog;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Reads what is shown of packets that were refused.
public final class RefusedPackets {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV6_PROTOCOL = 6;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_DESTINATION = 24;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int PORTS = 4;

    private RefusedPackets() {}

    /// A packet that was refused.
    ///
    /// @param boxId whose it was
    /// @param to whom it was for
    /// @param protocol `IPPROTO_…`
    /// @param port of `to`; 0 where there are no ports
    public record Refused(String boxId, InetAddress to, int protocol, int port) {
        /// `tcp`, `udp`, `icmp`, or a number.
        public String protocolName() {
            return switch (protocol) {
                case 1 -> "icmp";
                case TCP -> "tcp";
                case UDP -> "udp";
                case 58 -> "icmpv6";
                case 132 -> "sctp";
                default -> String.valueOf(protocol);
            };
        }
    }

    /// What is to be seen of one; nothing if it is too short to tell.
    public static Optional<Refused> read(PacketLog.Packet packet) {
        byte[] bytes = packet.bytes();
        boolean ipv6 = bytes.length > 0 && bytes[0] >> 4 == 6;
        int header = ipv6 ? IPV6_HEADER : IPV4_HEADER;
        if (bytes.length < header) {
            return Optional.empty();
        }
        int start = ipv6 ? IPV6_DESTINATION : IPV4_DESTINATION;
        InetAddress to =
                Addresses.of(Arrays.copyOfRange(bytes, start, ipv6 ? start + 16 : start + 4));
        int protocol = Byte.toUnsignedInt(bytes[ipv6 ? IPV6_PROTOCOL : IPV4_PROTOCOL]);
        int behind = ipv6 ? header : (bytes[0] & 0xf) * Integer.BYTES;
        boolean ported = (protocol == TCP || protocol == UDP) && bytes.length >= behind + PORTS;
        int port = ported ? Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(behind + 2)) : 0;
        return Optional.of(new Refused(packet.prefix(), to, protocol, port));
    }
}
