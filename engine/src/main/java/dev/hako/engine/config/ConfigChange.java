package dev.hako.engine.config;

import java.util.Optional;

/// What of a container's configuration is to be otherwise from now on.
///
/// @param limits empty: as they are
/// @param restart empty: as it is
public record ConfigChange(Optional<LimitChange> limits, Optional<RestartPolicy> restart) {
    /// A change of limits alone.
    public static ConfigChange of(LimitChange limits) {
        return new ConfigChange(Optional.of(limits), Optional.empty());
    }

    /// The configuration after the change.
    public ContainerConfig of(ContainerConfig old) {
        ContainerConfig limited =
                limits.map(change -> old.withLimits(change.of(old.limits()))).orElse(old);
        return restart.map(policy -> limited.withLifecycle(limited.lifecycle().withRestart(policy)))
                .orElse(limited);
    }
}
