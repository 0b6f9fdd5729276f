package dev.hako.engine;

import dev.hako.engine.store.ContainerStore;
import dev.hako.engine.store.NameRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What an engine's containers share.
///
/// @param containers by id
/// @param emerging ids of containers that are being made, and nobody else's to take in
/// @param bootId of this boot of the machine
record Household(
        ConcurrentHashMap<String, Container> containers,
        Set<String> emerging,
        ContainerStore store,
        NameRegistry names,
        Tasks tasks,
        Neighbours neighbours,
        Clock clock,
        String bootId) {

    /// Gives up the name and the memory of a container that is gone from the disk.
    void forget(Container container) {
        names.release(container.name(), container.id());
        containers.remove(container.id(), container);
    }
}
