package dev.hako.network.egress;

import static dev.hako.network.egress.Pieces.*;

import dev.hako.kernel.netfilter.Expression;
import dev.hako.kernel.netfilter.Expression.Follow;
import dev.hako.kernel.netfilter.IpFamily;
import dev.hako.kernel.netfilter.MetaKey;
import dev.hako.kernel.netfilter.NftChain;
import dev.hako.kernel.netfilter.NftChain.Hook;
import dev.hako.kernel.netfilter.NftRule;
import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.Verdict;
import java.util.List;

/// What is the same for all policed boxes, as data.
///
/// | table | chain | asked | does |
/// |---|---|---|---|
/// | bridge | `watch` | of each frame that comes to a bridge | sends those from policed boxes to `verify`, and those to them up to the host |
/// | bridge | `verify` | of frames from policed boxes | drops what does not carry the box's own addresses, and sends the rest up to the host |
/// | inet | `cut` | before that, while connections are being cut | asks the chain of a box of which some are |
/// | inet | `decide` | of each packet that comes to the host | asks the chain of the box it is from |
final class EgressRuleset {
    /// Wires of policed boxes.
    static final NftSet WIRES = new NftSet("wires", List.of(NftSet.Type.IFNAME), List.of());

    /// Which hardware address and which address go with a wire.
    static final NftSet OWN4 = own("own4", NftSet.Type.IPV4_ADDR);

    static final NftSet OWN6 = own("own6", NftSet.Type.IPV6_ADDR);

    /// The same, with the hardware address of the bridge at its end: what needs no other addressee.
    static final NftSet STRAIGHT4 = straight("straight4", NftSet.Type.IPV4_ADDR);

    static final NftSet STRAIGHT6 = straight("straight6", NftSet.Type.IPV6_ADDR);

    /// The hardware address of the bridge at the end of a wire.
    static final NftSet UP =
            new NftSet("up", List.of(NftSet.Type.IFNAME), List.of(NftSet.Type.ETHER_ADDR));

    /// The hardware address of the bridge that a policed box's is on.
    static final NftSet TOWARDS =
            new NftSet("towards", List.of(NftSet.Type.ETHER_ADDR), List.of(NftSet.Type.ETHER_ADDR));

    /// The chain of the box that has an address on a bridge.
    static final NftSet BOXES4 =
            NftSet.verdicts("boxes4", List.of(NftSet.Type.IFNAME, NftSet.Type.IPV4_ADDR));

    static final NftSet BOXES6 =
            NftSet.verdicts("boxes6", List.of(NftSet.Type.IFNAME, NftSet.Type.IPV6_ADDR));

    /// The same for boxes of which connections are being cut.
    static final NftSet STRICT4 =
            NftSet.verdicts("strict4", List.of(NftSet.Type.IFNAME, NftSet.Type.IPV4_ADDR));

    static final NftSet STRICT6 =
            NftSet.verdicts("strict6", List.of(NftSet.Type.IFNAME, NftSet.Type.IPV6_ADDR));

    static final List<NftSet> BRIDGE_SETS =
            List.of(WIRES, OWN4, OWN6, STRAIGHT4, STRAIGHT6, UP, TOWARDS);
    static final List<NftSet> INET_SETS = List.of(BOXES4, BOXES6, STRICT4, STRICT6);

    /// Before bridges translate addresses: `NF_BR_PRI_NAT_DST_BRIDGED` of
    /// `linux/netfilter_bridge.h`; and before the filters of others.
    private static final int FIRST = -300;

    /// Behind `NF_IP_PRI_NAT_DST` of `linux/netfilter_ipv4.h`: it is seen where a packet really
    /// goes. Not at the hook `forward`, where Linux tells of a shorter way to a neighbour on the
    /// same bridge, and what it has told of late is not refused aloud (`icmp_ratelimit`).
    private static final int BEHIND_TRANSLATION = -90;

    static final List<NftChain> BRIDGE_CHAINS =
            List.of(
                    NftChain.called("verify"),
                    NftChain.at("watch", "filter", Hook.PREROUTING, FIRST));

    static final List<NftChain> INET_CHAINS =
            List.of(NftChain.at("decide", "filter", Hook.PREROUTING, BEHIND_TRANSLATION));

    static final List<NftRule> BRIDGE_RULES =
            List.of(
                    rule("watch", Verdict.goTo("verify"), cameBy(WIRES)),
                    rule("watch", Verdict.ACCEPT, and(carries(IPV6), isIcmp6(SOLICITATION))),
                    rule("watch", Verdict.ACCEPT, and(carries(IPV6), isIcmp6(ADVERTISEMENT))),
                    up("watch", carries(IPV4), addressee(), TOWARDS),
                    up("watch", carries(IPV6), addressee(), TOWARDS),
                    rule(
                            "verify",
                            Verdict.ACCEPT,
                            and(carries(IPV4), isOwnAndStraight(STRAIGHT4, SOURCE4))),
                    // Both hardware addresses that an ARP packet tells are the box's.
                    rule(
                            "verify",
                            Verdict.ACCEPT,
                            and(
                                    carries(ARP),
                                    and(
                                            isOwn(OWN4, SENDER, ARP_ADDRESS),
                                            isOwn(OWN4, ARP_HARDWARE, ARP_ADDRESS)))),
                    rule(
                            "verify",
                            Verdict.ACCEPT,
                            and(
                                    carries(IPV6),
                                    and(isIcmp6(SOLICITATION), isOwn(OWN6, SENDER, SOURCE6)))),
                    // Who tells a hardware address of somebody tells his own.
                    rule(
                            "verify",
                            Verdict.ACCEPT,
                            and(
                                    and(carries(IPV6), isIcmp6(ADVERTISEMENT)),
                                    and(
                                            isOwn(OWN6, SENDER, SOURCE6),
                                            isOwn(OWN6, SENDER, TARGET6)))),
                    rule("verify", Verdict.DROP, isForMany()),
                    rule(
                            "verify",
                            Verdict.ACCEPT,
                            and(carries(IPV6), isOwnAndStraight(STRAIGHT6, SOURCE6))),
                    up("verify", and(carries(IPV4), isOwn(OWN4, SENDER, SOURCE4)), wire(), UP),
                    up("verify", and(carries(IPV6), isOwn(OWN6, SENDER, SOURCE6)), wire(), UP),
                    rule("verify", Verdict.DROP, List.of()));

    static final List<NftRule> INET_RULES =
            List.of(
                    rule("decide", Verdict.ACCEPT, isEstablished()),
                    rule("decide", Verdict.ACCEPT, isAnErrorOfAConnection(ICMP)),
                    rule("decide", Verdict.ACCEPT, isAnErrorOfAConnection(ICMP6)),
                    rule("decide", Verdict.ACCEPT, isIcmp6(SOLICITATION)),
                    rule("decide", Verdict.ACCEPT, isIcmp6(ADVERTISEMENT)),
                    askBox("decide", List.of(), IpFamily.IPV4, BOXES4),
                    askBox("decide", List.of(), IpFamily.IPV6, BOXES6));

    /// Is there while connections are being cut: before all others, and before what is established
    /// goes through.
    static final NftChain CUT_CHAIN =
            NftChain.at("cut", "filter", Hook.PREROUTING, BEHIND_TRANSLATION - 1);

    static final List<NftRule> CUT_RULES =
            List.of(
                    askBox("cut", isBegunByWhoSends(), IpFamily.IPV4, STRICT4),
                    askBox("cut", isBegunByWhoSends(), IpFamily.IPV6, STRICT6));

    private EgressRuleset() {}

    private static NftSet own(String name, NftSet.Type address) {
        return new NftSet(
                name, List.of(NftSet.Type.IFNAME, NftSet.Type.ETHER_ADDR, address), List.of());
    }

    private static NftSet straight(String name, NftSet.Type address) {
        return new NftSet(
                name,
                List.of(
                        NftSet.Type.IFNAME,
                        NftSet.Type.ETHER_ADDR,
                        address,
                        NftSet.Type.ETHER_ADDR),
                List.of());
    }

    /// Gives a frame the bridge's own hardware address, so that it goes up to the host.
    private static NftRule up(
            String chain, List<Expression> match, List<Expression> key, NftSet map) {
        return rule(chain, Verdict.ACCEPT, and(match, and(key, readdress(map))));
    }

    private static NftRule askBox(
            String chain, List<Expression> match, IpFamily family, NftSet map) {
        return new NftRule(
                chain,
                and(
                        and(match, isOf(family)),
                        List.of(
                                new Expression.Meta(MetaKey.IIFNAME, 0),
                                source(family, IFNAME_REGISTERS),
                                new Follow(0, map.name()))));
    }
}
