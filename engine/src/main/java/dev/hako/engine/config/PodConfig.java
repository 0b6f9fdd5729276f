package dev.hako.engine.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a pod's containers have in common.
///
/// @param name what to call it; empty: a name is made up
/// @param labels for users to find it by
/// @param shares which namespaces they share
/// @param hostname their name, if they share it; empty: the pod's name
/// @param network `none` or `host`
/// @param sysctls kernel settings of the shared namespaces
/// @param hosts lines for `/etc/hosts`: an address and a name
/// @param shmBytes the size of a shared `/dev/shm`
public record PodConfig(
        Optional<String> name,
        Map<String, String> labels,
        Set<Share> shares,
        Optional<String> hostname,
        String network,
        Map<String, String> sysctls,
        List<HostEntry> hosts,
        long shmBytes) {
    /// What podman's pods share too.
    public static final Set<Share> STANDARD_SHARES =
            Collections.unmodifiableSet(EnumSet.of(Share.NETWORK, Share.IPC, Share.UTS));

    /// Docker's size of `/dev/shm`.
    public static final long STANDARD_SHM_BYTES = 64L << 20;

    public static final String NO_NETWORK = "none";
    public static final String HOST_NETWORK = "host";

    /// A line of `/etc/hosts`.
    public record HostEntry(String address, String name) {}

    public PodConfig {
        name.ifPresent(ContainerName::checkPod);
        labels = Ordered.copyOf(labels);
        EnumSet<Share> copy = EnumSet.noneOf(Share.class);
        copy.addAll(shares);
        shares = Collections.unmodifiableSet(copy);
        sysctls = Ordered.copyOf(sysctls);
        hosts = List.copyOf(hosts);
    }

    /// A pod with all defaults.
    public static PodConfig named(String name) {
        return new PodConfig(
                Optional.of(name),
                Map.of(),
                STANDARD_SHARES,
                Optional.empty(),
                NO_NETWORK,
                Map.of(),
                List.of(),
                STANDARD_SHM_BYTES);
    }

    /// Whether its containers are in the host's network.
    public boolean isOnHostNetwork() {
        return network.equals(HOST_NETWORK);
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
