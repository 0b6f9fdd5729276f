package dev.hako.engine;

import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Isolations;
import dev.hako.isolation.Revival;
import dev.hako.isolation.host.HostProbe;
import java.util.Optional;

/// How an engine is set up.
///
/// @param locations where it keeps things
/// @param isolations the walls it has
/// @param host what was found out about the machine
/// @param revival how a monitor starts an engine when none is left; empty for an embedded engine,
///   whose containers are then looked after by the next engine of the same locations
public record EngineSettings(
        Locations locations, Isolations isolations, HostFacts host, Optional<Revival> revival) {
    /// An engine embedded in a program, with the isolations on its class path.
    public static EngineSettings embedded(Locations locations) {
        return new EngineSettings(
                locations,
                Isolations.discover(EngineSettings.class.getClassLoader()),
                HostProbe.instance().facts(),
                Optional.empty());
    }
}
