package dev.hako.engine.config;

import java.util.Optional;

/// How it is written that a namespace is another container's: `container:` and which.
public final class OthersNamespace {
    /// What comes before the container.
    public static final String PREFIX = "container:";

    private OthersNamespace() {}

    /// Whether a mode is one.
    public static boolean isOne(String mode) {
        return mode.startsWith(PREFIX);
    }

    /// That of a container.
    ///
    /// @param container by its id, or as the user likes
    public static String of(String container) {
        return PREFIX + container;
    }

    /// Which container it is that a mode names, if it is one.
    public static Optional<String> container(String mode) {
        return isOne(mode) ? Optional.of(mode.substring(PREFIX.length())) : Optional.empty();
    }
}
