package dev.hako.engine.config;

import java.util.Map;
import java.util.Optional;

/// What the program shares with the host and with other containers.
///
/// @param network `none`, `host`, or `container:` and whose; empty: the engine's default
/// @param sysctls kernel settings of its namespaces
/// @param sharing whose namespaces it has instead of its own
public record NamespaceOptions(
        Mode pid,
        Mode ipc,
        Mode uts,
        Mode cgroup,
        Mode user,
        Optional<String> network,
        Map<String, String> sysctls,
        Sharing sharing) {

    /// Whether a namespace is the container's own.
    public enum Mode {
        /// Docker's default: private for pid, ipc, uts and cgroup; the engine's for user.
        STANDARD,
        PRIVATE,
        HOST
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
                    Sharing.NONE);

    public NamespaceOptions {
        sysctls = Ordered.copyOf(sysctls);
    }

    /// The same with another network and other sharing.
    public NamespaceOptions with(Optional<String> network, Sharing sharing) {
        return new NamespaceOptions(pid, ipc, uts, cgroup, user, network, sysctls, sharing);
    }

    /// The same with these modes.
    public NamespaceOptions withModes(Mode pid, Mode ipc) {
        return new NamespaceOptions(pid, ipc, uts, cgroup, user, network, sysctls, sharing);
    }
}
