package dev.hako.engine.network.fabric;

import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Leases;
import dev.hako.engine.network.store.Network;
import dev.hako.kernel.Fd;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.bridge.Endpoint;
import dev.hako.network.namespace.NetworkNamespace;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Lays wires from networks to containers, and takes addresses for them.
///
/// @param leases who has which address
/// @param fixing fixes a wire's other end to its network
/// @param cutting takes a wire away, if it is there: of a pod there may be one that a killed engine
///   has begun with
record Wiring(Leases leases, Fixing fixing, Consumer<String> cutting) {
    private static final String INTERFACE = "eth";

    /// Lays a wire between a network and a network namespace.
    interface Fixing {
        void attach(NetworkNamespace namespace, Network network, Endpoint endpoint);
    }

    /// A wire to lay.
    ///
    /// @param number of its interface
    /// @param ways who passes on what goes further
    record Laying(
            Party party,
            int number,
            Joined joined,
            NetworkNamespace namespace,
            List<InetAddress> ways) {}

    /// The number of an interface.
    static int number(String interfaceName) {
        return Integer.parseInt(interfaceName.substring(INTERFACE.length()));
    }

    /// The first number that no interface has.
    ///
    /// @param first the least one
    static int freeNumber(Connected before, int first) {
        Set<String> taken =
                before.connections().stream()
                        .map(Connection::interfaceName)
                        .collect(Collectors.toSet());
        return IntStream.iterate(first, number -> number + 1)
                .filter(number -> !taken.contains(INTERFACE + number))
                .findFirst()
                .orElseThrow();
    }

    /// @param beforehand is told of the wire before there is one
    void lay(Laying laying, Consumer<Connection> beforehand, Wires wires) {
        Joined joined = laying.joined();
        Network network = joined.network();
        List<InterfaceAddress> addresses = new ArrayList<>(2);
        List<Fd> taken = new ArrayList<>(2);
        String wire = laying.party().wire(laying.number());
        try (Fd _ = leases.enter(network)) {
            for (Network.Range range : network.ranges()) {
                Optional<InetAddress> wanted =
                        range.isIpv6() ? joined.how().ipv6() : joined.how().ipv4();
                Leases.Lease lease = leases.take(network, range, wanted, laying.party().taker());
                taken.add(lease.lock());
                addresses.add(range.of(lease.address()));
            }
            laying.party().mount().ifPresent(_ -> cutting.accept(wire));
            Endpoint endpoint =
                    new Endpoint(
                            INTERFACE + laying.number(),
                            wire,
                            joined.how().hardwareAddress(),
                            addresses,
                            laying.ways(),
                            network.bridge().mtu());
            Connection connection = connection(laying, endpoint);
            beforehand.accept(connection);
            fixing.attach(laying.namespace(), network, endpoint);
            wires.add(connection, taken);
        } catch (RuntimeException e) {
            taken.forEach(Fd::close);
            throw e;
        }
    }

    private static Connection connection(Laying laying, Endpoint endpoint) {
        Network network = laying.joined().network();
        return new Connection(
                network.name(),
                network.id(),
                endpoint.interfaceName(),
                endpoint.hostSideName(),
                endpoint.hardwareAddress(),
                endpoint.addresses(),
                network.gateways(),
                List.of(),
                laying.party().names(laying.joined().how()));
    }
}
