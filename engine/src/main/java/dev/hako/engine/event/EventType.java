package dev.hako.engine.event;

import java.util.Locale;

/// What things can happen to.
public enum EventType {
    CONTAINER,
    IMAGE,
    VOLUME,
    NETWORK,
    POD,
    DAEMON;

    /// Docker's word for it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
