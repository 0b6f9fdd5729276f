package dev.hako.network.firewall;

import static dev.hako.network.firewall.Match.*;
import static dev.hako.network.firewall.Rules.and;
import static dev.hako.network.firewall.Rules.rule;

import dev.hako.kernel.netfilter.Expression;
import dev.hako.kernel.netfilter.Expression.DestinationNat;
import dev.hako.kernel.netfilter.Expression.Masquerade;
import dev.hako.kernel.netfilter.Expression.Meta;
import dev.hako.kernel.netfilter.Expression.Translate;
import dev.hako.kernel.netfilter.IpFamily;
import dev.hako.kernel.netfilter.MetaKey;
import dev.hako.kernel.netfilter.NftChain;
import dev.hako.kernel.netfilter.NftChain.Hook;
import dev.hako.kernel.netfilter.NftRule;
import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.Verdict;
import dev.hako.network.address.Addresses;
import java.util.ArrayList;
import java.util.List;

/// The table, as data: the same for every host.
///
/// | chain | asked | does |
/// |---|---|---|
/// | `guard` | before all else | drops what comes over a wire from or to 127.0.0.0/8, which bridges route |
/// | `publish` | of what is for the host, from others and from itself | sends it on to the box whose port it is |
/// | `forward` | of what passes through the host | keeps networks apart |
/// | `leave` | of what leaves an interface | gives it an address that answers come back to |
final class Ruleset {
    /// The bridges of all networks.
    static final NftSet BRIDGES = new NftSet("bridges", List.of(NftSet.Type.IFNAME), List.of());

    /// Those whose boxes reach nobody else.
    static final NftSet INTERNAL = new NftSet("internal", List.of(NftSet.Type.IFNAME), List.of());

    /// Those whose boxes are seen under the host's address.
    static final NftSet MASQUERADED =
            new NftSet("masqueraded", List.of(NftSet.Type.IFNAME), List.of());

    /// From which bridge to which boxes reach each other: from one to itself, if at all.
    static final NftSet NEIGHBOURS =
            new NftSet("neighbours", List.of(NftSet.Type.IFNAME, NftSet.Type.IFNAME), List.of());

    /// Ports of all addresses of the host.
    static final NftSet PORTS4 = ports("ports4", NftSet.Type.IPV4_ADDR);

    static final NftSet PORTS6 = ports("ports6", NftSet.Type.IPV6_ADDR);

    /// Ports of one address of the host.
    static final NftSet ADDRESS_PORTS4 = addressPorts("address_ports4", NftSet.Type.IPV4_ADDR);

    static final NftSet ADDRESS_PORTS6 = addressPorts("address_ports6", NftSet.Type.IPV6_ADDR);

    static final List<NftSet> SETS =
            List.of(
                    BRIDGES,
                    INTERNAL,
                    MASQUERADED,
                    NEIGHBOURS,
                    PORTS4,
                    PORTS6,
                    ADDRESS_PORTS4,
                    ADDRESS_PORTS6);

    /// `linux/netfilter_ipv4.h`: NF_IP_PRI_RAW, NF_IP_PRI_NAT_DST and so on.
    private static final int RAW = -300;

    private static final int DESTINATION = -100;
    private static final int FILTER = 0;
    private static final int SOURCE = 100;

    static final List<NftChain> CHAINS =
            List.of(
                    NftChain.called("publish"),
                    NftChain.at("guard", "filter", Hook.PREROUTING, RAW),
                    NftChain.at("arrive", "nat", Hook.PREROUTING, DESTINATION),
                    NftChain.at("send", "nat", Hook.OUTPUT, DESTINATION),
                    NftChain.at("forward", "filter", Hook.FORWARD, FILTER),
                    NftChain.at("leave", "nat", Hook.POSTROUTING, SOURCE));

    static final List<NftRule> RULES =
            List.of(
                    rule("publish", Verdict.RETURN, isTo(Addresses.parse("::1"))),
                    translate(IpFamily.IPV4, ADDRESS_PORTS4),
                    translate(IpFamily.IPV4, PORTS4),
                    translate(IpFamily.IPV6, ADDRESS_PORTS6),
                    translate(IpFamily.IPV6, PORTS6),
                    rule("guard", Verdict.DROP, and(cameByOtherThan("lo"), isToLoopback())),
                    rule("guard", Verdict.DROP, and(cameByOtherThan("lo"), isFromLoopback())),
                    rule("arrive", Verdict.jump("publish"), isToTheHost()),
                    rule("send", Verdict.jump("publish"), isToTheHost()),
                    rule("forward", Verdict.ACCEPT, isOfAKnownConnection()),
                    rule("forward", Verdict.ACCEPT, passesBetween(NEIGHBOURS)),
                    rule("forward", Verdict.DROP, cameBy(INTERNAL)),
                    rule("forward", Verdict.DROP, leavesBy(INTERNAL)),
                    rule("forward", Verdict.ACCEPT, and(leavesBy(BRIDGES), isOfAForward())),
                    rule("forward", Verdict.DROP, leavesBy(BRIDGES)),
                    masquerade(and(cameBy(MASQUERADED), leavesByNoneOf(BRIDGES))),
                    // A box that is reached by a port of the host would answer its neighbour
                    // directly, under an address that the neighbour has not asked.
                    masquerade(and(between(BRIDGES), isOfAForward())),
                    // So it would, and a box to itself, where bridges translate addresses and the
                    // host has no part in it.
                    masquerade(and(and(cameByNone(), leavesBy(BRIDGES)), isOfAForward())),
                    // What the host sends to itself comes from an address that is nobody's outside.
                    masquerade(and(leavesBy(BRIDGES), isFromLoopback())));

    private Ruleset() {}

    private static NftSet ports(String name, NftSet.Type address) {
        return new NftSet(
                name,
                List.of(NftSet.Type.INET_PROTO, NftSet.Type.INET_SERVICE),
                List.of(address, NftSet.Type.INET_SERVICE));
    }

    private static NftSet addressPorts(String name, NftSet.Type address) {
        return new NftSet(
                name,
                List.of(NftSet.Type.INET_PROTO, address, NftSet.Type.INET_SERVICE),
                List.of(address, NftSet.Type.INET_SERVICE));
    }

    private static NftRule masquerade(List<Expression> match) {
        return rule("leave", new Masquerade(), match);
    }

    private static List<Expression> between(NftSet bridges) {
        return and(cameBy(bridges), leavesBy(bridges));
    }

    /// Loads the key of a map, and goes where its value says. The value is an address, and behind
    /// it a port.
    private static NftRule translate(IpFamily family, NftSet map) {
        int addressRegisters = family == IpFamily.IPV4 ? 1 : 4;
        List<Expression> key = new ArrayList<>();
        key.add(new Meta(MetaKey.L4PROTO, 0));
        int next = 1;
        if (map.key().size() > 2) {
            key.add(destinationAddress(family, next));
            next += addressRegisters;
        }
        key.add(destinationPort(next));
        key.add(new Translate(0, map.name()));
        return rule(
                "publish", new DestinationNat(family, 0, addressRegisters), and(isOf(family), key));
    }
}
