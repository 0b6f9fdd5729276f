package dev.hako.engine.config;

import java.util.Map;
import java.util.Optional;

/// What the program shares with the host.
///
/// @param network `none` or `host`; empty: the engine's default
/// @param sysctls kernel settings of its namespaces
public record NamespaceOptions(
        Mode pid,
        Mode ipc,
        Mode uts,
        Mode cgroup,
        Mode user,
        Optional<String> network,
        Map<String, String> sysctls) {

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
                    Map.of());

    public NamespaceOptions {
        sysctls = Ordered.copyOf(sysctls);
    }
}
