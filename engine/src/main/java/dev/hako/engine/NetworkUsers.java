package dev.hako.engine;

import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.network.Networks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// What an engine's networks have to do with the rest of it.
///
/// @param containers by id
/// @param locations where the engine keeps things
record NetworkUsers(
        Map<String, Container> containers,
        EventJournal events,
        boolean rootless,
        Locations locations)
        implements Networks.Surroundings {
    @Override
    public String newId() {
        return Ids.random();
    }

    @Override
    public InstantSource clock() {
        return Clock.systemUTC();
    }

    @Override
    public Path run() {
        return locations.run();
    }

    @Override
    public List<String> users(String network) {
        return containers.values().stream()
                .filter(container -> container.state().live() && isConnected(container, network))
                .map(Container::name)
                .sorted()
                .toList();
    }

    /// Several engines may be on one host: each place has a table.
    @Override
    public String firewallTable() {
        return "hako-" + Integer.toHexString(locations.root().toString().hashCode());
    }

    private static boolean isConnected(Container container, String network) {
        return container.config().namespaces().connections().joins().stream()
                .map(NetworkJoin::network)
                .anyMatch(network::equals);
    }
}
