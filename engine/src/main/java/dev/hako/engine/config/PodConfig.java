package dev.hako.engine.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a pod's containers have in common.
///
/// @param name what to call it; empty: a name is made up
/// @param labels for users to find it by
/// @param shares which namespaces they share
/// @param hostname their name, if they share it; empty: the pod's name
/// @param network `none`, `host`, one of plugins (see [#isOfPlugins]), or the first network they
///   are connected to; empty: the engine's standard
/// @param sysctls kernel settings of the shared namespaces
/// @param connections of their network, if it is neither `none` nor `host`
/// @param shmBytes the size of a shared `/dev/shm`
/// @param orchestration what whoever runs the machine's pods says of it
public record PodConfig(
        Optional<String> name,
        Map<String, String> labels,
        Set<Share> shares,
        Optional<String> hostname,
        Optional<String> network,
        Map<String, String> sysctls,
        NetworkOptions connections,
        long shmBytes,
        Orchestration orchestration) {
    /// What podman's pods share too.
    public static final Set<Share> STANDARD_SHARES =
            Collections.unmodifiableSet(EnumSet.of(Share.NETWORK, Share.IPC, Share.UTS));

    /// Docker's size of `/dev/shm`.
    public static final long STANDARD_SHM_BYTES = 64L << 20;

    public static final String NO_NETWORK = "none";
    public static final String HOST_NETWORK = "host";

    /// The first network that plugins make; with a colon and a name, that one.
    public static final String PLUGINS = "cni";

    public PodConfig {
        name.ifPresent(ContainerName::checkPod);
        labels = Ordered.copyOf(labels);
        EnumSet<Share> copy = EnumSet.noneOf(Share.class);
        copy.addAll(shares);
        shares = Collections.unmodifiableSet(copy);
        sysctls = Ordered.copyOf(sysctls);
    }

    /// A pod that a user runs.
    public PodConfig(
            Optional<String> name,
            Map<String, String> labels,
            Set<Share> shares,
            Optional<String> hostname,
            Optional<String> network,
            Map<String, String> sysctls,
            NetworkOptions connections,
            long shmBytes) {
        this(
                name,
                labels,
                shares,
                hostname,
                network,
                sysctls,
                connections,
                shmBytes,
                Orchestration.NONE);
    }

    /// A pod with all defaults.
    public static PodConfig named(String name) {
        return new PodConfig(
                Optional.of(name),
                Map.of(),
                STANDARD_SHARES,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                NetworkOptions.NONE,
                STANDARD_SHM_BYTES);
    }

    /// The same with another network.
    public PodConfig with(Optional<String> network, NetworkOptions connections) {
        return new PodConfig(
                name,
                labels,
                shares,
                hostname,
                network,
                sysctls,
                connections,
                shmBytes,
                orchestration);
    }

    /// Whether a network is one that plugins make (CNI): `cni` for any, or `cni:` and its name.
    public static boolean isOfPlugins(String network) {
        return network.equals(PLUGINS) || network.startsWith(PLUGINS + ":");
    }

    /// Whether its containers are in the host's network.
    public boolean isOnHostNetwork() {
        return network.filter(HOST_NETWORK::equals).isPresent();
    }

    /// What they share with each other alone: the host's network is everybody's.
    public Set<Share> ownShares() {
        EnumSet<Share> own = EnumSet.noneOf(Share.class);
        own.addAll(shares);
        if (isOnHostNetwork()) {
            own.remove(Share.NETWORK);
        }
        return own;
    }
}
