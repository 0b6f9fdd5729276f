package dev.hako.engine;

import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.OthersNamespace;
import dev.hako.engine.config.Printable;
import dev.hako.engine.network.Resident;
import dev.hako.engine.network.Switchboard;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Network;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.failure.Failure;
import dev.hako.isolation.Isolation;
import dev.hako.isolation.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Connects a container that exists to networks, takes it from them, and changes where it may send
/// by them: at once if it runs, and at every later start. The caller has the container's turn.
///
/// @param directory of the container
record NetworkChange(Household household, ContainerDirectory directory, Life life) {

    /// @throws Failure `CONFLICT` if it is connected already, or cannot be
    void connect(NetworkJoin join) {
        NamespaceOptions options = life.document().config().namespaces();
        requireOwnNetwork(options);
        Network network = household.networks().network(join.network());
        NetworkOptions connections = options.connections();
        if (isJoined(connections, network)) {
            throw Failure.conflict(
                    "endpoint with name "
                            + life.document().name()
                            + " already exists in network "
                            + network.name());
        }
        List<NetworkJoin> joins = new ArrayList<>(connections.joins());
        joins.add(join);
        NamespaceOptions changed =
                household.networks().settled(options.withConnections(connections.withJoins(joins)));
        Optional<Task> running = life.task();
        if (running.isPresent()) {
            requireConnected();
            requireChangeable();
            NetworkJoin settled = changed.connections().joins().getLast();
            switchboard().plug(resident(running.get()), settled);
        }
        keep(changed, running);
    }

    private static void requireOwnNetwork(NamespaceOptions options) {
        String mode = options.network().orElse("");
        boolean shared =
                mode.equals("host")
                        || OthersNamespace.isOne(mode)
                        || options.sharing().pod().isPresent();
        if (shared || mode.equals("none")) {
            throw Failure.conflict(
                    shared
                            ? "a container that shares the network of another, of a pod or of the"
                                    + " host cannot be connected to others"
                            : "a container with the network \"none\" cannot be connected to others");
        }
    }

    private void requireConnected() {
        if (switchboard().connected(life.document().id()).isEmpty()) {
            throw Failure.conflict("it runs, and was started without a network")
                    .hint("stop it, connect it, and start it again");
        }
    }

    private void requireChangeable() {
        Isolation isolation = household.neighbours().isolations().of(life.document().config());
        if (!isolation.changesNetworks()) {
            throw Failure.unsupported(
                            "isolation \""
                                    + isolation.name()
                                    + "\" cannot change the networks of a container that runs")
                    .hint("stop it, change its networks, and start it again");
        }
    }

    /// @throws Failure `NOT_FOUND` if it is not connected to it
    void disconnect(String reference) {
        NamespaceOptions options = life.document().config().namespaces();
        Network network = household.networks().network(reference);
        NetworkOptions connections = options.connections();
        if (!isJoined(connections, network)) {
            throw Failure.notFound(
                    "container "
                            + life.document().name()
                            + " is not connected to network "
                            + Printable.of(reference));
        }
        List<NetworkJoin> joins =
                connections.joins().stream()
                        .filter(join -> !join.network().equals(network.name()))
                        .toList();
        Optional<Task> running = life.task();
        Optional<Connection> connection =
                switchboard().connected(life.document().id()).to(network.name());
        if (running.isPresent() && connection.isPresent()) {
            requireChangeable();
            switchboard().unplug(resident(running.get()), connection.get());
        }
        keep(options.withConnections(connections.withJoins(joins)), running);
    }

    /// Lets it send where its configuration says now, if it runs.
    ///
    /// @throws Failure `CONFLICT` if it runs without a network
    void police() {
        Optional<Task> running = life.task();
        if (running.isEmpty()) {
            return;
        }
        if (life.document().config().namespaces().connections().egress().isPresent()) {
            requireConnected();
        }
        switchboard().police(resident(running.get()));
        List<Connection> now = switchboard().connected(life.document().id()).connections();
        household.tasks().ownFiles().write(life.document(), directory, now);
    }

    private static boolean isJoined(NetworkOptions connections, Network network) {
        return connections.joins().stream()
                .map(NetworkJoin::network)
                .anyMatch(network.name()::equals);
    }

    private Resident resident(Task running) {
        return Resident.of(life.document(), directory, running.pid());
    }

    private Switchboard switchboard() {
        return household.networks().switchboard();
    }

    private void keep(NamespaceOptions changed, Optional<Task> running) {
        life.rewrite(life.document().config().withNamespaces(changed));
        if (running.isPresent()) {
            List<Connection> now = switchboard().connected(life.document().id()).connections();
            household.tasks().ownFiles().write(life.document(), directory, now);
            household.tasks().updateMonitor(running.get(), life.document().config());
        }
    }
}
