package dev.hako.app.network;

import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.network.store.Connection;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All networks that users can name.
public record ShownNetworks(Engine engine) {
    /// As many digits as `network ls` shows: fewer may begin the id of a network that was made,
    /// too.
    private static final int SHORT_ID = 12;

    /// By name.
    public List<ShownNetwork> all() {
        List<ShownNetwork> all = new ArrayList<>();
        engine.networks().list().forEach(network -> all.add(new ShownNetwork.Made(network)));
        Set<String> made = all.stream().map(ShownNetwork::networkName).collect(Collectors.toSet());
        Stream.of(ShownNetwork.BuiltIn.values())
                .filter(network -> !made.contains(network.networkName()))
                .forEach(all::add);
        all.sort(Comparator.comparing(ShownNetwork::networkName));
        return all;
    }

    /// The network of a name, an id, or a unique beginning of one.
    ///
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` when several ids begin so
    public ShownNetwork network(String reference) {
        return builtIn(reference)
                .orElseGet(() -> new ShownNetwork.Made(engine.networks().network(reference)));
    }

    /// The same, if there is one.
    public Optional<ShownNetwork> find(String reference) {
        try {
            return Optional.of(network(reference));
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Optional<ShownNetwork> builtIn(String reference) {
        return named(all().stream().filter(ShownNetwork.BuiltIn.class::isInstance), reference);
    }

    private static Optional<ShownNetwork> named(Stream<ShownNetwork> networks, String reference) {
        return networks.filter(network ->
                        network.networkName().equals(reference)
                                || reference.length() >= SHORT_ID
                                        && network.id().startsWith(reference))
                .findFirst();
    }

    /// Refuses those that need no making.
    ///
    /// @param intent what is not done to them: `removed`
    /// @throws Failure `DENIED`
    public static void requireMade(String reference, String intent) {
        named(Stream.of(ShownNetwork.BuiltIn.HOST, ShownNetwork.BuiltIn.NONE), reference)
                .ifPresent(network -> {
                    throw Failure.of(
                            Failure.Kind.DENIED,
                            network.networkName()
                                    + " is a pre-defined network and cannot be "
                                    + intent);
                });
    }

    /// A container that runs in a network.
    ///
    /// @param connection its end of it; empty where it has none of its own
    record Member(Container container, Optional<Connection> connection) {}

    /// The containers that run in a network.
    List<Member> members(ShownNetwork network) {
        return engine.containers().stream()
                .filter(container -> container.state().live())
                .flatMap(container -> member(container, network).stream())
                .toList();
    }

    private Optional<Member> member(Container container, ShownNetwork network) {
        return switch (network) {
            case ShownNetwork.Made(var made) ->
                    engine.networks().switchboard().connected(container.id()).connections().stream()
                            .filter(connection -> connection.networkId().equals(made.id()))
                            .findFirst()
                            .map(connection -> new Member(container, Optional.of(connection)));
            case ShownNetwork.BuiltIn builtIn ->
                    ContainerNetworks.names(container).contains(builtIn.networkName())
                            ? Optional.of(new Member(container, Optional.empty()))
                            : Optional.empty();
        };
    }
}
