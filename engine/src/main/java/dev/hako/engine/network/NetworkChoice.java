package dev.hako.engine.network;

import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.OthersNamespace;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Share;
import dev.hako.engine.config.Sharing;
import dev.hako.engine.network.store.Network;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Which networks a container or a pod gets for what it asks for.
///
/// @param networks finds the network of a name
/// @param plugins gives a network of plugins its own name
/// @param standard that of who names none
/// @param rootless whether the engine works for an ordinary user
record NetworkChoice(
        Function<String, Network> networks,
        UnaryOperator<String> plugins,
        StandardNetwork standard,
        boolean rootless) {
    private static final String INTENT = "cannot enforce --egress deny: ";

    /// The same pod with its networks' own names, and with the standard one if it names none.
    ///
    /// @throws Failure `NOT_FOUND` if there is no such network, `INVALID` if it cannot be had so
    PodConfig settled(PodConfig asked) {
        if (!asked.shares().contains(Share.NETWORK)) {
            requireNothing(asked);
            return asked;
        }
        Optional<String> ofPlugins = asked.network().filter(PodConfig::isOfPlugins);
        if (ofPlugins.isPresent()) {
            if (asked.connections().egress().isPresent()) {
                throw Failure.unsupported(INTENT + "plugins make the network")
                        .hint("leave out --network, or name one of `hako network ls`");
            }
            return asked.with(Optional.of(ofPlugins(ofPlugins.get())), asked.connections());
        }
        if (asked.network().filter(OthersNamespace::isOne).isPresent()) {
            throw Failure.unsupported("a pod cannot share a container's network")
                    .hint("make the container in a pod, or run containers with --network");
        }
        NamespaceOptions options =
                settled(
                        NamespaceOptions.STANDARD
                                .with(asked.network(), Sharing.NONE)
                                .withConnections(asked.connections()));
        return asked.with(options.network(), options.connections());
    }

    private String ofPlugins(String network) {
        if (rootless) {
            throw Failure.unsupported("networks of plugins (CNI) are for root's pods")
                    .hint("leave --network out, or make one with `hako network create`");
        }
        return plugins.apply(network);
    }

    private static void requireNothing(PodConfig asked) {
        NetworkOptions connections = asked.connections();
        if (!connections.joins().isEmpty()
                || !connections.published().isEmpty()
                || connections.egress().isPresent()) {
            throw Failure.invalid(
                            "conflicting options: the pod's containers do not share a network,"
                                    + " and so it cannot be connected")
                    .hint("add net to --share, or connect its containers");
        }
    }

    /// The same options with the networks' own names for whatever they were called.
    ///
    /// @throws Failure `NOT_FOUND` if there is no such network, `INVALID` if it cannot be had so
    NamespaceOptions settled(NamespaceOptions asked) {
        if (asked.network().filter(PodConfig::isOfPlugins).isPresent()) {
            throw Failure.unsupported("networks of plugins (CNI) are for pods")
                    .hint("make a pod for it: hako pod create --network " + asked.network().get());
        }
        requirePoliceable(asked);
        NamespaceOptions options = withStandard(asked);
        List<NetworkJoin> joins = options.connections().joins();
        if (joins.isEmpty()) {
            return options;
        }
        List<NetworkJoin> settled = new ArrayList<>(joins.size());
        for (NetworkJoin join : joins) {
            Network network = networks.apply(join.network());
            if (network.isStandard() && !plainButHardwareAddress(join)) {
                throw Failure.invalid(
                                "addresses and aliases are supported in user-defined networks"
                                        + " only, and \""
                                        + network.name()
                                        + "\" is the standard one")
                        .hint("make one with `hako network create`");
            }
            settled.add(join.to(network.name()));
        }
        return options.withConnections(options.connections().withJoins(settled));
    }

    /// Refuses a policy for what a container sends where nobody could enforce it.
    ///
    /// @throws Failure `INVALID` or `UNSUPPORTED` saying why
    void requirePoliceable(NamespaceOptions options) {
        if (options.connections().egress().isEmpty()) {
            return;
        }
        String mode = options.network().orElse("");
        if (options.sharing().pod().isPresent()) {
            throw Failure.unsupported(INTENT + "the network is the pod's")
                    .hint("give the policy to the pod: hako pod create --egress deny");
        }
        if (mode.equals("host") || OthersNamespace.isOne(mode)) {
            throw Failure.invalid(
                            INTENT
                                    + (mode.equals("host")
                                            ? "the network is the host's own"
                                            : "the network is another container's"))
                    .hint("leave out --network, or name one of `hako network ls`");
        }
        if (mode.equals("none")) {
            throw Failure.invalid(INTENT + "there is no network to reach anything by")
                    .hint("leave out --egress, or --network none");
        }
    }

    /// Who names no network gets the standard one. If that cannot be had, he gets none; but then he
    /// must want neither ports nor be held back.
    private NamespaceOptions withStandard(NamespaceOptions asked) {
        if (asked.network().isPresent() || asked.sharing().pod().isPresent()) {
            return asked;
        }
        NetworkOptions connections = asked.connections();
        boolean needed = !connections.published().isEmpty() || connections.egress().isPresent();
        return needed || standard.whyNot().isEmpty()
                ? asked.withConnections(
                        connections.withJoins(List.of(NetworkJoin.of(NetworkConfig.STANDARD))))
                : asked.with(Optional.of(PodConfig.NO_NETWORK), asked.sharing());
    }

    private static boolean plainButHardwareAddress(NetworkJoin join) {
        return join.aliases().isEmpty() && join.ipv4().isEmpty() && join.ipv6().isEmpty();
    }
}
