package dev.hako.engine;

import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Isolations;
import dev.hako.isolation.host.HostProbe;

/// How an engine is set up.
///
/// @param locations where it keeps things
/// @param isolations the walls it has
/// @param host what was found out about the machine
/// @param succession what becomes of containers when no engine is left
public record EngineSettings(
        Locations locations, Isolations isolations, HostFacts host, Succession succession) {
    /// An engine embedded in a program, with the isolations on its class path. Its containers live
    /// on when it ends.
    public static EngineSettings embedded(Locations locations) {
        return of(locations, new Succession.Found());
    }

    /// The same, but its containers end with it or its program, whatever ends that.
    public static EngineSettings temporary(Locations locations) {
        return of(locations, new Succession.Ended());
    }

    private static EngineSettings of(Locations locations, Succession succession) {
        return new EngineSettings(
                locations,
                Isolations.discover(EngineSettings.class.getClassLoader()),
                HostProbe.instance().facts(),
                succession);
    }
}
