package dev.hako.engine;

import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Printable;
import dev.hako.engine.config.Share;
import dev.hako.engine.network.Networks;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Network;
import dev.hako.failure.Failure;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Connects a pod to networks and takes it from them: at once if what its containers share is
/// there, and whenever that is made again.
///
/// @param shell of the pod
record PodNetworkChange(PodShell shell, Networks networks) {
    /// @return the pod as it is then
    /// @throws Failure `CONFLICT` if it is connected already, or cannot be
    PodShell connect(NetworkJoin join) {
        PodConfig config = shell.document().config();
        requireOwnNetwork(config);
        Network network = networks.network(join.network());
        if (isJoined(config, network)) {
            throw Failure.conflict(
                    "endpoint with name "
                            + shell.document().name()
                            + " already exists in network "
                            + network.name());
        }
        List<NetworkJoin> joins = new ArrayList<>(config.connections().joins());
        joins.add(join);
        PodConfig changed = networks.settled(with(config, joins));
        if (isThere()) {
            if (connected().isEmpty()) {
                throw Failure.conflict("it is there, and was made without a network")
                        .hint("stop it, connect it, and start it again");
            }
            NetworkJoin settled = changed.connections().joins().getLast();
            networks.switchboard().pods().plug(shell.network(), settled);
        }
        return keep(changed);
    }

    private static void requireOwnNetwork(PodConfig config) {
        String mode = config.network().orElse("");
        if (!config.shares().contains(Share.NETWORK)
                || mode.equals(PodConfig.NO_NETWORK)
                || mode.equals(PodConfig.HOST_NETWORK)
                || PodConfig.isOfPlugins(mode)) {
            throw Failure.conflict(
                            "a pod that has no network of its own, the host's or one of plugins"
                                    + " cannot be connected to others")
                    .hint("make it with --network and one of `hako network ls`");
        }
    }

    /// @return the pod as it is then
    /// @throws Failure `NOT_FOUND` if it is not connected to it
    PodShell disconnect(String reference) {
        PodConfig config = shell.document().config();
        Network network = networks.network(reference);
        if (!isJoined(config, network)) {
            throw Failure.notFound(
                    "pod "
                            + shell.document().name()
                            + " is not connected to network "
                            + Printable.of(reference));
        }
        if (isThere()) {
            connected()
                    .to(network.name())
                    .ifPresent(connection ->
                            networks.switchboard().pods().unplug(shell.network(), connection));
        }
        return keep(
                with(
                        config,
                        config.connections().joins().stream()
                                .filter(join -> !join.network().equals(network.name()))
                                .toList()));
    }

    /// Lets it send elsewhere.
    ///
    /// @param policy empty: anywhere
    /// @return the pod as it is then
    /// @throws Failure saying why that cannot be enforced; it is then as it was
    PodShell police(Optional<EgressOptions> policy) {
        PodConfig config = shell.document().config();
        PodConfig changed =
                networks.settled(
                        config.with(config.network(), config.connections().withEgress(policy)));
        if (!isThere()) {
            return keep(changed);
        }
        if (policy.isPresent() && connected().isEmpty()) {
            throw Failure.conflict("it is there, and was made without a network")
                    .hint("stop it, and start it again with a network");
        }
        try {
            networks.switchboard().pods().police(shell.with(changed).network());
        } catch (Failure e) {
            networks.switchboard().pods().police(shell.network());
            throw e;
        }
        return keep(changed);
    }

    private static PodConfig with(PodConfig config, List<NetworkJoin> joins) {
        NetworkOptions connections = config.connections().withJoins(joins);
        Optional<String> first = joins.stream().map(NetworkJoin::network).findFirst();
        return config.with(first, connections);
    }

    private static boolean isJoined(PodConfig config, Network network) {
        return config.connections().joins().stream()
                .map(NetworkJoin::network)
                .anyMatch(network.name()::equals);
    }

    private boolean isThere() {
        return Files.exists(shell.network().namespace());
    }

    private Connected connected() {
        return networks.switchboard().connected(shell.document().id());
    }

    private PodShell keep(PodConfig changed) {
        PodShell now = shell.with(changed);
        now.directory().rewrite(now.document());
        if (isThere()) {
            now.connect();
        }
        return now;
    }
}
