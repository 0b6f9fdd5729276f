package dev.hako.app.network;

import dev.hako.app.document.Document;
import dev.hako.engine.Engine;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Network;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.InterfaceAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Everything about one network.
public final class NetworkDetails {
    private NetworkDetails() {}

    /// What `hako network inspect` shows, as Docker does.
    ///
    /// @param engine whose containers may be connected to it
    public static Document of(ShownNetwork network, Engine engine) {
        return Document.with("Name", network.networkName())
                .and("Id", network.id())
                .and("Created", network.createdAt().toString())
                .and("Scope", ShownNetwork.SCOPE)
                .and("Driver", network.driver())
                .and("EnableIPv6", network.ipv6())
                .and("IPAM", addresses(network))
                .and("Internal", network.internal())
                .and("Attachable", false)
                .and("Ingress", false)
                .and("ConfigFrom", Document.with("Network", "").build())
                .and("ConfigOnly", false)
                .and("Containers", containers(network, new ShownNetworks(engine)))
                .and("Options", options(network))
                .and("Labels", new TreeMap<>(network.labels()))
                .build();
    }

    private static Document addresses(ShownNetwork network) {
        List<Document> ranges =
                network instanceof ShownNetwork.Made(Network made)
                        ? made.ranges().stream().map(NetworkDetails::range).toList()
                        : List.of();
        return Document.with("Driver", "default")
                .and("Options", Map.of())
                .and("Config", ranges)
                .build();
    }

    private static Document range(Network.Range range) {
        Document.Builder document = Document.with("Subnet", range.subnet().toString());
        if (!range.pool().equals(range.subnet())) {
            document.and("IPRange", range.pool().toString());
        }
        return document.and("Gateway", Addresses.text(range.gateway())).build();
    }

    private static Map<String, String> options(ShownNetwork network) {
        return network instanceof ShownNetwork.Made(Network made)
                ? new TreeMap<>(made.config().options())
                : Map.of();
    }

    private static Map<String, Document> containers(ShownNetwork network, ShownNetworks networks) {
        Map<String, Document> containers = new LinkedHashMap<>();
        for (ShownNetworks.Member member : networks.members(network)) {
            String id = member.container().id();
            containers.put(
                    id,
                    Document.with("Name", member.container().name())
                            .and("EndpointID", network.endpoint(id))
                            .andAll(end(member.connection()))
                            .build());
        }
        return containers;
    }

    private static Document end(Optional<Connection> connection) {
        return Document.with(
                        "MacAddress",
                        connection.map(end -> end.hardwareAddress().toString()).orElse(""))
                .and("IPv4Address", address(connection, false))
                .and("IPv6Address", address(connection, true))
                .build();
    }

    private static String address(Optional<Connection> connection, boolean ipv6) {
        return connection
                .flatMap(end -> end.address(ipv6))
                .map(InterfaceAddress::toString)
                .orElse("");
    }
}
