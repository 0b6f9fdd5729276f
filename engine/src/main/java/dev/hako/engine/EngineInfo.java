package dev.hako.engine;

import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Support;
import java.util.Map;
import java.util.Set;

/// What an engine knows of itself and its host.
///
/// @param isolations by name, in order of name
/// @param forPods the names of those that pods can be behind
/// @param forNetworks the names of those whose containers can be connected to networks
public record EngineInfo(
        Locations locations,
        HostFacts host,
        Map<String, Support> isolations,
        Set<String> forPods,
        Set<String> forNetworks,
        String defaultIsolation) {}
