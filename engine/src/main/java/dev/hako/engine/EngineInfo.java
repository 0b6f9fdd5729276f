package dev.hako.engine;

import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Support;
import java.util.Map;

/// What an engine knows of itself and its host.
///
/// @param isolations by name, in order of name
public record EngineInfo(
        Locations locations,
        HostFacts host,
        Map<String, Support> isolations,
        String defaultIsolation) {}
