package dev.hako.engine.config;

import java.util.Optional;

/// What of a container's configuration is to be otherwise from now on.
///
/// @param limits empty: as they are
/// @param restart empty: as it is
/// @param egress empty: as it is
public record ConfigChange(
        Optional<LimitChange> limits,
        Optional<RestartPolicy> restart,
        Optional<EgressChange> egress) {
    /// Where it may send from now on.
    ///
    /// @param to empty: anywhere
    public record EgressChange(Optional<EgressOptions> to) {}

    /// A change of limits alone.
    public static ConfigChange of(LimitChange limits) {
        return new ConfigChange(Optional.of(limits), Optional.empty(), Optional.empty());
    }

    /// The configuration after the change.
    public ContainerConfig of(ContainerConfig old) {
        ContainerConfig limited =
                limits.map(change -> old.withLimits(change.of(old.limits()))).orElse(old);
        ContainerConfig ending =
                restart.map(policy ->
                                limited.withLifecycle(limited.lifecycle().withRestart(policy)))
                        .orElse(limited);
        return egress.map(change -> changed(ending, change)).orElse(ending);
    }

    private static ContainerConfig changed(ContainerConfig config, EgressChange change) {
        NamespaceOptions namespaces = config.namespaces();
        NetworkOptions connections = namespaces.connections().withEgress(change.to());
        return config.withNamespaces(namespaces.withConnections(connections));
    }
}
