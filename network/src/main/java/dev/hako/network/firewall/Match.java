package dev.hako.network.firewall;

import dev.hako.kernel.netfilter.CtKey;
import dev.hako.kernel.netfilter.Expression;
import dev.hako.kernel.netfilter.Expression.Compare;
import dev.hako.kernel.netfilter.Expression.Ct;
import dev.hako.kernel.netfilter.Expression.FibDestinationType;
import dev.hako.kernel.netfilter.Expression.Mask;
import dev.hako.kernel.netfilter.Expression.Member;
import dev.hako.kernel.netfilter.Expression.Meta;
import dev.hako.kernel.netfilter.Expression.Payload;
import dev.hako.kernel.netfilter.Header;
import dev.hako.kernel.netfilter.IpFamily;
import dev.hako.kernel.netfilter.MetaKey;
import dev.hako.kernel.netfilter.NftSet;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What a packet must be for a rule to go on, as nft(8) writes it.
///
/// Each loads what it needs beginning with the first register, where the one before has left
/// nothing that is needed any more. So do nft's own, and it can read these.
final class Match {
    /// `struct iphdr`, `struct ipv6hdr` and the first words of both `struct tcphdr` and `struct
    /// udphdr`.
    private static final int IPV4_SOURCE = 12;

    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_DESTINATION = 24;
    private static final int PORT_DESTINATION = 2;

    private static final int IFNAMSIZ = 16;
    private static final int RTN_LOCAL = 2;
    private static final byte LOOPBACK_NET = 127;

    /// Bits of [CtKey#STATE] and [CtKey#STATUS].
    private static final int ESTABLISHED_OR_RELATED = 0b110;

    private static final int IPS_DST_NAT = 1 << 5;

    private Match() {}

    /// `iifname @set`.
    static List<Expression> cameBy(NftSet set) {
        return List.of(new Meta(MetaKey.IIFNAME, 0), new Member(0, set.name(), true));
    }

    /// `iifname ""`: from the host itself, or from one port of a bridge to another without passing
    /// the host, where bridges ask the packet filter.
    static List<Expression> cameByNone() {
        return List.of(new Meta(MetaKey.IIFNAME, 0), new Compare(0, true, new byte[IFNAMSIZ]));
    }

    /// `iifname != "name"`.
    static List<Expression> cameByOtherThan(String name) {
        byte[] padded = Arrays.copyOf(ascii(name), IFNAMSIZ);
        return List.of(new Meta(MetaKey.IIFNAME, 0), new Compare(0, false, padded));
    }

    /// `oifname @set`.
    static List<Expression> leavesBy(NftSet set) {
        return List.of(new Meta(MetaKey.OIFNAME, 0), new Member(0, set.name(), true));
    }

    /// `oifname != @set`.
    static List<Expression> leavesByNoneOf(NftSet set) {
        return List.of(new Meta(MetaKey.OIFNAME, 0), new Member(0, set.name(), false));
    }

    /// `iifname . oifname @set`.
    static List<Expression> passesBetween(NftSet set) {
        return List.of(
                new Meta(MetaKey.IIFNAME, 0),
                new Meta(MetaKey.OIFNAME, IFNAMSIZ / Integer.BYTES),
                new Member(0, set.name(), true));
    }

    /// `iifname "name"` or `oifname "name"`, in the very bytes that iptables writes and can read:
    /// the name with its end, and nothing behind.
    static List<Expression> interfaceNamed(MetaKey side, String name) {
        byte[] terminated = ascii(name + "\0");
        return List.of(new Meta(side, 0), new Compare(0, true, terminated));
    }

    /// `meta l4proto` and `th dport`.
    static List<Expression> isTo(int protocol, int port) {
        byte[] bytes = ByteBuffer.allocate(Short.BYTES).putShort((short) port).array();
        return List.of(
                new Meta(MetaKey.L4PROTO, 0),
                new Compare(0, true, new byte[] {(byte) protocol}),
                new Payload(Header.TRANSPORT, PORT_DESTINATION, Short.BYTES, 0),
                new Compare(0, true, bytes));
    }

    /// `meta nfproto`.
    static List<Expression> isOf(IpFamily family) {
        return List.of(
                new Meta(MetaKey.NFPROTO, 0),
                new Compare(0, true, new byte[] {(byte) family.number()}));
    }

    /// `ip saddr 127.0.0.0/8`.
    static List<Expression> isFromLoopback() {
        return loopback(IPV4_SOURCE);
    }

    /// `ip daddr 127.0.0.0/8`.
    static List<Expression> isToLoopback() {
        return loopback(IPV4_DESTINATION);
    }

    private static List<Expression> loopback(int offset) {
        return Rules.and(
                isOf(IpFamily.IPV4),
                List.of(
                        new Payload(Header.NETWORK, offset, 1, 0),
                        new Compare(0, true, new byte[] {LOOPBACK_NET})));
    }

    /// `ip6 daddr`.
    static List<Expression> isTo(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Rules.and(
                isOf(IpFamily.IPV6),
                List.of(
                        new Payload(Header.NETWORK, IPV6_DESTINATION, bytes.length, 0),
                        new Compare(0, true, bytes)));
    }

    /// `fib daddr type local`: to an address that the host has.
    static List<Expression> isToTheHost() {
        return List.of(new FibDestinationType(0), new Compare(0, true, word(RTN_LOCAL)));
    }

    /// `ct state established,related`.
    static List<Expression> isOfAKnownConnection() {
        return anyBit(CtKey.STATE, ESTABLISHED_OR_RELATED);
    }

    /// `ct status dnat`: of a connection that was sent elsewhere.
    static List<Expression> isOfAForward() {
        return anyBit(CtKey.STATUS, IPS_DST_NAT);
    }

    private static List<Expression> anyBit(CtKey key, int bits) {
        return List.of(new Ct(key, 0), new Mask(0, word(bits)), new Compare(0, false, word(0)));
    }

    /// Loads `ip daddr` or `ip6 daddr`.
    static Expression destinationAddress(IpFamily family, int register) {
        return switch (family) {
            case IPV4 -> new Payload(Header.NETWORK, IPV4_DESTINATION, 4, register);
            case IPV6 -> new Payload(Header.NETWORK, IPV6_DESTINATION, 16, register);
        };
    }

    /// Loads `th dport`.
    static Expression destinationPort(int register) {
        return new Payload(Header.TRANSPORT, PORT_DESTINATION, 2, register);
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
