package dev.hako.network.egress;

import static dev.hako.network.egress.Pieces.*;

import dev.hako.kernel.netfilter.Expression;
import dev.hako.kernel.netfilter.IpFamily;
import dev.hako.kernel.netfilter.NftChain;
import dev.hako.kernel.netfilter.NftRule;
import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.NftSet.Element;
import dev.hako.kernel.netfilter.NftSet.Tuple;
import dev.hako.kernel.netfilter.Verdict;
import dev.hako.network.port.TransportProtocol;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the tables have for one box, as data.
///
/// @param box whose it is
/// @param logGroup to which it is shown what was refused; empty: nobody looks
record BoxRuleset(PolicedBox box, Optional<Integer> logGroup) {
    /// More are not told of addresses any more until some have gone.
    static final int MOST_PINS = 4096;

    /// Of packets that are shown: more of one box would be more than anybody reads.
    private static final int SHOWN_EACH_SECOND = 20;

    private static final int SHOWN_AT_ONCE = 100;

    /// The header of IPv6, and of what it carries.
    private static final int SHOWN_BYTES = 64;

    private static final int DNS = 53;

    /// Decides what the box may.
    String chain() {
        return "box-" + box.id();
    }

    /// Refuses.
    String refusal() {
        return "refuse-" + box.id();
    }

    List<NftChain> chains() {
        return List.of(NftChain.called(refusal()), NftChain.called(chain()));
    }

    /// Addresses that were pinned.
    private NftSet addresses(IpFamily family) {
        return new NftSet(
                "any" + digit(family) + box.id(),
                List.of(type(family)),
                List.of(),
                true,
                MOST_PINS);
    }

    /// Ports of addresses that were pinned.
    private NftSet ports(IpFamily family) {
        return new NftSet(
                "port" + digit(family) + box.id(),
                List.of(type(family), NftSet.Type.INET_PROTO, NftSet.Type.INET_SERVICE),
                List.of(),
                true,
                MOST_PINS);
    }

    private static NftSet.Type type(IpFamily family) {
        return family == IpFamily.IPV4 ? NftSet.Type.IPV4_ADDR : NftSet.Type.IPV6_ADDR;
    }

    private static String digit(IpFamily family) {
        return family == IpFamily.IPV4 ? "4-" : "6-";
    }

    /// Those that pins are elements of.
    List<NftSet> sets() {
        return Stream.of(IpFamily.values())
                .flatMap(family -> Stream.of(addresses(family), ports(family)))
                .toList();
    }

    /// No pin lets the box to the host's own addresses, whoever says that a name has them.
    List<NftRule> rules() {
        List<NftRule> rules = new ArrayList<>();
        box.wires().stream()
                .flatMap(wire -> wire.resolvers().stream())
                .distinct()
                .forEach(resolver -> {
                    for (TransportProtocol protocol : TransportProtocol.values()) {
                        rules.add(accept(to(resolver, new ServicePort(protocol, DNS))));
                    }
                });
        box.ranges().forEach(range -> rules.add(accept(to(range))));
        rules.add(rule(chain(), Verdict.goTo(refusal()), isToTheHost()));
        for (IpFamily family : IpFamily.values()) {
            rules.add(accept(isToOneOf(addresses(family), family)));
            rules.add(accept(isToPortOf(ports(family), family)));
        }
        rules.add(rule(chain(), Verdict.goTo(refusal()), List.of()));
        rules.addAll(refusals());
        return rules;
    }

    /// Connections end as if nobody listened, and at once, new ones and old ones: what Linux tells
    /// by ICMP it tells one box once a second (`icmp_ratelimit`), so that the next attempts would
    /// wait in vain. All else has no other way to hear of it.
    private List<NftRule> refusals() {
        List<NftRule> rules = new ArrayList<>();
        logGroup.ifPresent(group ->
                rules.add(
                        new NftRule(
                                refusal(),
                                List.of(
                                        new Expression.Limit(SHOWN_EACH_SECOND, SHOWN_AT_ONCE),
                                        new Expression.Log(group, box.id(), SHOWN_BYTES)))));
        rules.add(new NftRule(refusal(), and(isOf(TCP), List.of(new Expression.Reset()))));
        rules.add(new NftRule(refusal(), List.of(new Expression.Prohibit())));
        return rules;
    }

    private NftRule accept(List<Expression> match) {
        return rule(chain(), Verdict.ACCEPT, match);
    }

    private static List<Expression> to(InetAddress address, ServicePort port) {
        return and(isTo(address, address.getAddress().length * Byte.SIZE), isTo(port));
    }

    private static List<Expression> to(EgressRule.Range range) {
        List<Expression> match = isTo(range.subnet().network(), range.subnet().prefixLength());
        return range.port().map(port -> and(match, isTo(port))).orElse(match);
    }

    /// What the sets of the bridges' table have of it.
    Map<NftSet, List<Element>> bridgeElements() {
        Map<NftSet, List<Element>> elements = new LinkedHashMap<>();
        for (PolicedBox.Wire wire : box.wires()) {
            byte[] name = ascii(wire.name());
            byte[] own = wire.address().bytes();
            byte[] bridge = wire.bridgeAddress().bytes();
            add(elements, EgressRuleset.WIRES, Element.of(Tuple.of(name)));
            add(elements, EgressRuleset.UP, new Element(Tuple.of(name), Tuple.of(bridge)));
            add(elements, EgressRuleset.TOWARDS, new Element(Tuple.of(own), Tuple.of(bridge)));
            for (byte[] address : wire.sources()) {
                boolean ipv4 = address.length == Integer.BYTES;
                add(
                        elements,
                        ipv4 ? EgressRuleset.OWN4 : EgressRuleset.OWN6,
                        Element.of(Tuple.of(name, own, address)));
                add(
                        elements,
                        ipv4 ? EgressRuleset.STRAIGHT4 : EgressRuleset.STRAIGHT6,
                        Element.of(Tuple.of(name, own, address, bridge)));
            }
        }
        return elements;
    }

    /// What the maps of IP's table have of it.
    Map<NftSet, List<Element>> inetElements() {
        return inetElements(EgressRuleset.BOXES4, EgressRuleset.BOXES6);
    }

    /// What they have of it while its connections are being cut.
    Map<NftSet, List<Element>> strictElements() {
        return inetElements(EgressRuleset.STRICT4, EgressRuleset.STRICT6);
    }

    /// Its link-local address is among them: Linux passes on what comes from one, if it goes back
    /// to the same bridge.
    private Map<NftSet, List<Element>> inetElements(NftSet ipv4, NftSet ipv6) {
        Map<NftSet, List<Element>> elements = new LinkedHashMap<>();
        for (PolicedBox.Wire wire : box.wires()) {
            byte[] bridge = ascii(wire.bridge());
            for (byte[] address : wire.sources()) {
                add(
                        elements,
                        address.length == Integer.BYTES ? ipv4 : ipv6,
                        Element.of(Tuple.of(bridge, address), Verdict.goTo(chain())));
            }
        }
        return elements;
    }

    /// What its own sets have of pins.
    Map<NftSet, List<Element>> elements(List<Pin> pins) {
        Map<NftSet, List<Element>> elements = new LinkedHashMap<>();
        for (Pin pin : pins) {
            IpFamily family = IpFamily.of(pin.address());
            byte[] address = pin.address().getAddress();
            if (pin.port().isEmpty()) {
                add(elements, addresses(family), Element.passing(Tuple.of(address), pin.lasts()));
            } else {
                ServicePort port = pin.port().get();
                byte[] protocol = {(byte) port.protocol().number()};
                Tuple key = Tuple.of(address, protocol, two(port.number()));
                add(elements, ports(family), Element.passing(key, pin.lasts()));
            }
        }
        return elements;
    }

    private static void add(Map<NftSet, List<Element>> elements, NftSet set, Element element) {
        elements.computeIfAbsent(set, _ -> new ArrayList<>()).add(element);
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
