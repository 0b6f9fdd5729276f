package dev.hako.app.network;

import dev.hako.app.document.Document;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.OthersNamespace;
import dev.hako.engine.config.Share;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.InterfaceAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a container is connected to, and how.
public final class ContainerNetworks {
    private static final String NONE = "none";

    private final Container container;
    private final ShownNetworks networks;
    private final Connected connected;

    /// @param engine which has connected it
    public ContainerNetworks(Container container, Engine engine) {
        this.container = container;
        this.networks = new ShownNetworks(engine);
        this.connected = container.connected();
    }

    /// The names of its networks, running or not, in the order of its interfaces; none if the
    /// network is another's.
    public static List<String> names(Container container) {
        List<NetworkJoin> joins = joins(container);
        return joins.isEmpty()
                ? Optional.of(mode(container.config().namespaces()))
                        .filter(mode -> !OthersNamespace.isOne(mode))
                        .stream()
                        .toList()
                : joins.stream().map(NetworkJoin::network).toList();
    }

    /// The networks that it, or the pod whose network it shares, is connected to.
    private static List<NetworkJoin> joins(Container container) {
        return container
                .pod()
                .filter(pod -> pod.config().shares().contains(Share.NETWORK))
                .map(pod -> pod.config().connections())
                .orElseGet(() -> container.config().namespaces().connections())
                .joins();
    }

    /// Docker's `NetworkMode`: `none`, `host`, `container:` and whose, or its first network.
    public static String mode(NamespaceOptions namespaces) {
        return namespaces.network().orElse(NONE);
    }

    /// Docker's `NetworkSettings`. What stands outside of `Networks` is about the standard network
    /// only.
    public Document settings() {
        Optional<Connection> standard = connection(NetworkConfig.STANDARD);
        return Document.with("SandboxKey", sandbox())
                .and("Ports", ports())
                .and("EndpointID", standard.map(this::endpoint).orElse(""))
                .andAll(place(standard))
                .and("Networks", all())
                .build();
    }

    /// Where each of its ports is reached from outside.
    private Map<String, List<Document>> ports() {
        Map<String, List<Document>> ports = new TreeMap<>();
        for (PublishedPort port : connected.ports()) {
            ports.computeIfAbsent(port.containerSide(), _ -> new ArrayList<>())
                    .add(
                            Document.with("HostIp", Addresses.text(port.hostAddress()))
                                    .and("HostPort", String.valueOf(port.hostPort()))
                                    .build());
        }
        return ports;
    }

    /// The file that stands for its network namespace: what `nsenter --net=` takes.
    private String sandbox() {
        return switch (container.state()) {
            case ContainerState.Running(int pid, var _) -> "/proc/" + pid + "/ns/net";
            case ContainerState.Paused(int pid, var _) -> "/proc/" + pid + "/ns/net";
            case ContainerState.Created _,
                    ContainerState.Starting _,
                    ContainerState.Exited _,
                    ContainerState.Restarting _,
                    ContainerState.Removing _ ->
                    "";
        };
    }

    private Optional<Connection> connection(String network) {
        return connected.connections().stream()
                .filter(each -> each.network().equals(network))
                .findFirst();
    }

    private Map<String, Document> all() {
        Map<String, Document> all = new LinkedHashMap<>();
        names(container).forEach(name -> all.put(name, one(name)));
        return all;
    }

    private Document one(String network) {
        Optional<NetworkJoin> join =
                joins(container).stream()
                        .filter(each -> each.network().equals(network))
                        .findFirst();
        Optional<Connection> connection = connection(network);
        return Document.with("IPAMConfig", join.map(ContainerNetworks::wanted).orElse(null))
                .and("Aliases", join.map(NetworkJoin::aliases).orElse(List.of()))
                .and("DNSNames", connection.map(Connection::names).orElse(List.of()))
                .and("NetworkID", id(network, connection))
                .and("EndpointID", endpoint(network, connection))
                .andAll(place(connection))
                .build();
    }

    private String id(String network, Optional<Connection> connection) {
        return connection
                .map(Connection::networkId)
                .or(() -> networks.find(network).map(ShownNetwork::id))
                .orElse("");
    }

    private String endpoint(String network, Optional<Connection> connection) {
        return connection
                .map(this::endpoint)
                .or(() ->
                        networks.find(network)
                                .filter(ShownNetwork.BuiltIn.class::isInstance)
                                .filter(_ -> container.state().live())
                                .map(builtIn -> builtIn.endpoint(container.id())))
                .orElse("");
    }

    private String endpoint(Connection connection) {
        return ShownNetwork.endpoint(container.id(), connection.networkId());
    }

    /// The addresses that were asked for; nothing if none were.
    private static @Nullable Document wanted(NetworkJoin join) {
        if (join.ipv4().isEmpty() && join.ipv6().isEmpty()) {
            return null;
        }
        return Document.with("IPv4Address", join.ipv4().map(Addresses::text).orElse(""))
                .and("IPv6Address", join.ipv6().map(Addresses::text).orElse(""))
                .build();
    }

    private static Document place(Optional<Connection> connection) {
        Optional<InterfaceAddress> ipv4 = connection.flatMap(each -> each.address(false));
        Optional<InterfaceAddress> ipv6 = connection.flatMap(each -> each.address(true));
        return Document.with("Gateway", gateway(connection, false))
                .and("IPAddress", address(ipv4))
                .and("IPPrefixLen", ipv4.map(InterfaceAddress::prefixLength).orElse(0))
                .and("IPv6Gateway", gateway(connection, true))
                .and("GlobalIPv6Address", address(ipv6))
                .and("GlobalIPv6PrefixLen", ipv6.map(InterfaceAddress::prefixLength).orElse(0))
                .and("MacAddress", connection.map(c -> c.hardwareAddress().toString()).orElse(""))
                .build();
    }

    private static String address(Optional<InterfaceAddress> address) {
        return address.map(each -> Addresses.text(each.address())).orElse("");
    }

    private static String gateway(Optional<Connection> connection, boolean ipv6) {
        return connection.stream()
                .flatMap(each -> each.gateways().stream())
                .filter((InetAddress gateway) -> gateway instanceof Inet6Address == ipv6)
                .map(Addresses::text)
                .findFirst()
                .orElse("");
    }
}
