package dev.hako.engine.config;

/// Which groups a program has besides those that were asked for.
public enum GroupPolicy {
    /// Docker's: those of its user in the image's `/etc/group`, unless its own group was asked for.
    STANDARD,
    /// Those of its user in the image's `/etc/group`.
    MERGE,
    /// None.
    STRICT
}
