package dev.hako.network.egress;

import dev.hako.kernel.netfilter.CtKey;
import dev.hako.kernel.netfilter.Expression;
import dev.hako.kernel.netfilter.Expression.Compare;
import dev.hako.kernel.netfilter.Expression.Ct;
import dev.hako.kernel.netfilter.Expression.Decide;
import dev.hako.kernel.netfilter.Expression.FibDestinationType;
import dev.hako.kernel.netfilter.Expression.Load;
import dev.hako.kernel.netfilter.Expression.Mask;
import dev.hako.kernel.netfilter.Expression.Member;
import dev.hako.kernel.netfilter.Expression.Meta;
import dev.hako.kernel.netfilter.Expression.Payload;
import dev.hako.kernel.netfilter.Expression.SetMeta;
import dev.hako.kernel.netfilter.Expression.Translate;
import dev.hako.kernel.netfilter.Expression.WritePayload;
import dev.hako.kernel.netfilter.Header;
import dev.hako.kernel.netfilter.IpFamily;
import dev.hako.kernel.netfilter.MetaKey;
import dev.hako.kernel.netfilter.NftRule;
import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.Verdict;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What rules are made of. Each match loads what it needs beginning with the first register, where
/// the one before has left nothing that is needed any more.
final class Pieces {
    static final int IFNAME_REGISTERS = 4;
    private static final int IFNAME_BYTES = 16;
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int ICMP6 = 58;

    /// What a frame carries, `ETH_P_…`.
    static final int IPV4 = 0x0800;

    static final int IPV6 = 0x86dd;
    static final int ARP = 0x0806;

    /// Types of neighbour discovery (RFC 4861, 4.3 and 4.4).
    static final int SOLICITATION = 135;

    static final int ADVERTISEMENT = 136;

    /// Where addresses stand: in `struct ethhdr`, `struct iphdr`, `struct ipv6hdr`, in an ARP
    /// packet of Ethernet (RFC 826) and in an advertisement of a neighbour.
    static final Place SENDER = new Place(Header.LINK, 6, 6);

    static final Place SOURCE4 = new Place(Header.NETWORK, 12, 4);
    static final Place SOURCE6 = new Place(Header.NETWORK, 8, 16);
    static final Place ARP_HARDWARE = new Place(Header.NETWORK, 8, 6);
    static final Place ARP_ADDRESS = new Place(Header.NETWORK, 14, 4);
    static final Place TARGET6 = new Place(Header.TRANSPORT, 8, 16);

    private static final Place ADDRESSEE = new Place(Header.LINK, 0, 6);
    private static final Place ETHER_TYPE = new Place(Header.LINK, 12, 2);
    private static final Place DESTINATION4 = new Place(Header.NETWORK, 16, 4);
    private static final Place DESTINATION6 = new Place(Header.NETWORK, 24, 16);
    private static final Place DESTINATION_PORT = new Place(Header.TRANSPORT, 2, 2);
    private static final Place ICMP_TYPE = new Place(Header.TRANSPORT, 0, 1);

    private static final int ETHER_REGISTERS = 2;
    private static final byte FOR_MANY = 0x01;
    private static final byte PACKET_HOST = 0;
    private static final int RTN_LOCAL = 2;

    /// Bits of [CtKey#STATE].
    private static final int ESTABLISHED = 0b010;

    private static final int RELATED = 0b100;

    private Pieces() {}

    /// Bytes of a packet.
    record Place(Header header, int offset, int length) {
        Expression load(int register) {
            return new Payload(header, offset, length, register);
        }

        /// They are these.
        List<Expression> is(byte... bytes) {
            return List.of(load(0), new Compare(0, true, bytes));
        }
    }

    static List<Expression> and(List<Expression> one, List<Expression> other) {
        List<Expression> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    static NftRule rule(String chain, Verdict verdict, List<Expression> match) {
        return new NftRule(chain, and(match, List.of(new Decide(verdict))));
    }

    /// `iifname @set`.
    static List<Expression> cameBy(NftSet wires) {
        return List.of(new Meta(MetaKey.IIFNAME, 0), new Member(0, wires.name(), true));
    }

    /// `oifname`.
    static List<Expression> leavesBy(String name) {
        byte[] padded = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), IFNAME_BYTES);
        return List.of(new Meta(MetaKey.OIFNAME, 0), new Compare(0, true, padded));
    }

    /// `ether type`.
    static List<Expression> carries(int type) {
        return ETHER_TYPE.is(two(type));
    }

    /// The hardware address and the address at two places are those of the wire.
    static List<Expression> isOwn(NftSet own, Place hardwareAddress, Place address) {
        return List.of(
                new Meta(MetaKey.IIFNAME, 0),
                hardwareAddress.load(IFNAME_REGISTERS),
                address.load(IFNAME_REGISTERS + ETHER_REGISTERS),
                new Member(0, own.name(), true));
    }

    /// The same of who sends a frame, and whom it is for is the bridge.
    ///
    /// @param address where the sender's stands
    static List<Expression> isOwnAndStraight(NftSet straight, Place address) {
        int behind = IFNAME_REGISTERS + ETHER_REGISTERS;
        return List.of(
                new Meta(MetaKey.IIFNAME, 0),
                SENDER.load(IFNAME_REGISTERS),
                address.load(behind),
                ADDRESSEE.load(behind + address.length() / Integer.BYTES),
                new Member(0, straight.name(), true));
    }

    /// `icmpv6 type`.
    static List<Expression> isIcmp6(int type) {
        return and(isOf(ICMP6), ICMP_TYPE.is((byte) type));
    }

    /// `meta l4proto`.
    static List<Expression> isOf(int protocol) {
        return List.of(
                new Meta(MetaKey.L4PROTO, 0), new Compare(0, true, new byte[] {(byte) protocol}));
    }

    /// `meta nfproto`.
    static List<Expression> isOf(IpFamily family) {
        return List.of(
                new Meta(MetaKey.NFPROTO, 0),
                new Compare(0, true, new byte[] {(byte) family.number()}));
    }

    /// A frame for a group, or for all.
    static List<Expression> isForMany() {
        return List.of(
                new Payload(Header.LINK, 0, 1, 0),
                new Mask(0, new byte[] {FOR_MANY}),
                new Compare(0, true, new byte[] {FOR_MANY}));
    }

    /// Loads whom a frame is for.
    static List<Expression> addressee() {
        return List.of(ADDRESSEE.load(0));
    }

    /// Loads the wire that a frame came by.
    static List<Expression> wire() {
        return List.of(new Meta(MetaKey.IIFNAME, 0));
    }

    /// `ether daddr set … map`, and `meta pkttype set host`: for that was looked at before.
    static List<Expression> readdress(NftSet map) {
        return List.of(
                new Translate(0, map.name()),
                new WritePayload(Header.LINK, ADDRESSEE.offset(), ADDRESSEE.length(), 0),
                new Load(0, new byte[] {PACKET_HOST}),
                new SetMeta(MetaKey.PKTTYPE, 0));
    }

    /// `ct direction original`.
    static List<Expression> isBegunByWhoSends() {
        return List.of(new Ct(CtKey.DIRECTION, 0), new Compare(0, true, new byte[] {0}));
    }

    /// `ct state established`.
    static List<Expression> isEstablished() {
        return stateIs(ESTABLISHED);
    }

    /// `ct state related`, of a protocol that reports errors.
    static List<Expression> isAnErrorOfAConnection(int protocol) {
        return and(isOf(protocol), stateIs(RELATED));
    }

    private static List<Expression> stateIs(int bit) {
        return List.of(
                new Ct(CtKey.STATE, 0), new Mask(0, word(bit)), new Compare(0, false, word(0)));
    }

    /// Loads `ip saddr` or `ip6 saddr`.
    static Expression source(IpFamily family, int register) {
        return (family == IpFamily.IPV4 ? SOURCE4 : SOURCE6).load(register);
    }

    private static Place destination(IpFamily family) {
        return family == IpFamily.IPV4 ? DESTINATION4 : DESTINATION6;
    }

    /// `ip daddr` in a range.
    static List<Expression> isTo(InetAddress network, int prefixLength) {
        IpFamily family = IpFamily.of(network);
        byte[] bytes = network.getAddress();
        byte[] mask = new byte[bytes.length];
        for (int bit = 0; bit < prefixLength; bit++) {
            mask[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        return and(
                isOf(family),
                List.of(
                        destination(family).load(0),
                        new Mask(0, mask),
                        new Compare(0, true, bytes)));
    }

    /// `tcp dport`, `udp dport`.
    static List<Expression> isTo(ServicePort port) {
        return and(isOf(port.protocol().number()), DESTINATION_PORT.is(two(port.number())));
    }

    /// `ip daddr @set`.
    static List<Expression> isToOneOf(NftSet addresses, IpFamily family) {
        return and(
                isOf(family),
                List.of(destination(family).load(0), new Member(0, addresses.name(), true)));
    }

    /// `ip daddr . meta l4proto . th dport @set`.
    static List<Expression> isToPortOf(NftSet ports, IpFamily family) {
        int registers = family == IpFamily.IPV4 ? 1 : 4;
        return and(
                isOf(family),
                List.of(
                        destination(family).load(0),
                        new Meta(MetaKey.L4PROTO, registers),
                        DESTINATION_PORT.load(registers + 1),
                        new Member(0, ports.name(), true)));
    }

    /// `fib daddr type local`: an address of the host.
    static List<Expression> isToTheHost() {
        return List.of(new FibDestinationType(0), new Compare(0, true, word(RTN_LOCAL)));
    }

    static byte[] two(int number) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) number).array();
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
