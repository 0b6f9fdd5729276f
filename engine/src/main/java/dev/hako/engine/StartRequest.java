package dev.hako.engine;

import dev.hako.engine.timeline.StartClock;
import dev.hako.isolation.Foreground;
import java.time.Instant;
import java.util.Optional;

/// A start that somebody has asked for.
///
/// @param foreground a client attached from the first byte on
/// @param clock takes the marks of its timeline
record StartRequest(Optional<Foreground> foreground, StartClock clock) {
    /// One whose time runs from now on.
    ///
    /// @param now when it was asked for
    static StartRequest of(Optional<Foreground> foreground, Instant now) {
        return new StartRequest(foreground, new StartClock(now));
    }
}
