package dev.hako.engine.event;

import java.time.Instant;
import java.util.Optional;

/// Which events somebody wants to hear of.
///
/// @param since the first moment; empty: only what happens from now on
/// @param until the last moment, which may lie ahead; empty: for ever
public record EventRequest(Optional<Instant> since, Optional<Instant> until) {
    /// All that happens from now on.
    public static final EventRequest FROM_NOW =
            new EventRequest(Optional.empty(), Optional.empty());

    boolean wants(Event event) {
        Instant time = event.time();
        return since.filter(time::isBefore).isEmpty() && until.filter(time::isAfter).isEmpty();
    }
}
