package dev.hako.app.stats;

import dev.hako.engine.Container;
import dev.hako.isolation.Usage;
import java.util.Optional;

/// One container at one moment.
///
/// @param usage empty if it cannot be told
/// @param busyProcessors how many processors it kept busy, on average, since the last look
public record Observation(
        Container container, Optional<Usage> usage, Optional<Double> busyProcessors) {}
