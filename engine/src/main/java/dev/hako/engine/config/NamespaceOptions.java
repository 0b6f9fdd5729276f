package dev.hako.engine.config;

import java.util.Map;
import java.util.Optional;

/// What the program shares with the host and with other containers.
///
/// @param network `none`, `host`, `container:` and whose, or the first network it is connected to;
///   empty: the engine's default
/// @param sysctls kernel settings of its namespaces
/// @param sharing whose namespaces it has instead of its own
/// @param connections of its own network, which is neither `none` nor `host` if it is connected
public record NamespaceOptions(
        Mode pid,
        Mode ipc,
        Mode uts,
        Mode cgroup,
        Mode user,
        Optional<String> network,
        Map<String, String> sysctls,
        Sharing sharing,
        NetworkOptions connections) {

    /// Whether a namespace is the container's own.
    public enum Mode {
        /// Docker's default: private for pid, ipc, uts and cgroup; the engine's for user.
        STANDARD,
        PRIVATE,
        HOST,
        /// For users: those of its pod, which has some of its own.
        POD
    }

    public static final NamespaceOptions STANDARD =
            new NamespaceOptions(
                    Mode.STANDARD,
                    Mode.STANDARD,
                    Mode.STANDARD,
                    Mode.STANDARD,
                    Mode.STANDARD,
                    Optional.empty(),
                    Map.of(),
                    Sharing.NONE,
                    NetworkOptions.NONE);

    public NamespaceOptions {
        sysctls = Ordered.copyOf(sysctls);
    }

    /// Whether its users have ids of their own on the machine.
    public boolean ownsUsers() {
        return user == Mode.PRIVATE || user == Mode.POD;
    }

    /// The same with another network and other sharing.
    public NamespaceOptions with(Optional<String> network, Sharing sharing) {
        return new NamespaceOptions(
                pid, ipc, uts, cgroup, user, network, sysctls, sharing, connections);
    }

    /// The same with other connections. Who has left the last network names none any more.
    public NamespaceOptions withConnections(NetworkOptions others) {
        Optional<String> first =
                others.joins().stream()
                        .map(NetworkJoin::network)
                        .findFirst()
                        .or(() -> network.filter(_ -> connections.joins().isEmpty()));
        return new NamespaceOptions(pid, ipc, uts, cgroup, user, first, sysctls, sharing, others);
    }

    /// The same with the users of its pod.
    public NamespaceOptions withUsersOfPod() {
        return new NamespaceOptions(
                pid, ipc, uts, cgroup, Mode.POD, network, sysctls, sharing, connections);
    }

    /// The same with these modes.
    public NamespaceOptions withModes(Mode pid, Mode ipc) {
        return new NamespaceOptions(
                pid, ipc, uts, cgroup, user, network, sysctls, sharing, connections);
    }
}
