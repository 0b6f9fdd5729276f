package dev.hako.network.firewall;

import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.NftSet.Element;
import dev.hako.kernel.netfilter.NftSet.Tuple;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.port.PortForward;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What networks and published ports are in the sets and maps of a [Ruleset].
final class Elements {
    private Elements() {}

    /// Those of a network, by set.
    static Map<NftSet, List<Element>> of(BridgeSpec network) {
        byte[] name = network.interfaceName().getBytes(StandardCharsets.US_ASCII);
        Element alone = Element.of(Tuple.of(name));
        Map<NftSet, List<Element>> elements = new LinkedHashMap<>();
        elements.put(Ruleset.BRIDGES, List.of(alone));
        if (network.internal()) {
            elements.put(Ruleset.INTERNAL, List.of(alone));
        }
        if (network.masquerade()) {
            elements.put(Ruleset.MASQUERADED, List.of(alone));
        }
        if (network.interContainer()) {
            elements.put(Ruleset.NEIGHBOURS, List.of(Element.of(Tuple.of(name, name))));
        }
        return elements;
    }

    /// Those of published ports, by map.
    static Map<NftSet, List<Element>> of(List<PortForward> forwards) {
        Map<NftSet, List<Element>> elements = new LinkedHashMap<>();
        for (PortForward forward : forwards) {
            elements.computeIfAbsent(map(forward), _ -> new ArrayList<>()).add(element(forward));
        }
        return elements;
    }

    private static NftSet map(PortForward forward) {
        if (forward.isIpv6()) {
            return forward.hostAddress().isPresent() ? Ruleset.ADDRESS_PORTS6 : Ruleset.PORTS6;
        }
        return forward.hostAddress().isPresent() ? Ruleset.ADDRESS_PORTS4 : Ruleset.PORTS4;
    }

    private static Element element(PortForward forward) {
        List<byte[]> key = new ArrayList<>();
        key.add(new byte[] {(byte) forward.protocol().number()});
        forward.hostAddress().ifPresent(address -> key.add(address.getAddress()));
        key.add(port(forward.hostPort()));
        Tuple value = Tuple.of(forward.boxAddress().getAddress(), port(forward.boxPort()));
        return new Element(new Tuple(key), value);
    }

    private static byte[] port(int number) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) number).array();
    }
}
