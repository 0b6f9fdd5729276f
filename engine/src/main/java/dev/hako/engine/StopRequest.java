package dev.hako.engine;

import java.time.Duration;
import java.util.Optional;

/// How a container is to be stopped.
///
/// @param signal what it is asked with; empty: what it was created with, or SIGTERM
/// @param timeout how long it may take; empty: what it was created with, or ten seconds; negative:
///   for ever
public record StopRequest(Optional<Integer> signal, Optional<Duration> timeout) {
    /// As the container was created to be stopped.
    public static final StopRequest STANDARD = new StopRequest(Optional.empty(), Optional.empty());

    /// As it was created to be stopped, but within a time.
    public static StopRequest within(Duration timeout) {
        return new StopRequest(Optional.empty(), Optional.of(timeout));
    }
}
