package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.PodUsers;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.network.Networks;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.ContainerStore;
import dev.hako.engine.store.IdRange;
import dev.hako.engine.store.NameRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What an engine's containers share.
///
/// @param containers by id
/// @param emerging ids of containers that are being made, and nobody else's to take in
/// @param events where it is recorded what happens to them
/// @param health probes those that have a health check
/// @param deliveries hand their output on
/// @param networks that they are connected to
/// @param images that they are made of
/// @param bootId of this boot of the machine
record Household(
        ConcurrentHashMap<String, Container> containers,
        Set<String> emerging,
        ContainerStore store,
        NameRegistry names,
        Tasks tasks,
        VolumeKeeper volumes,
        EventJournal events,
        HealthChecks health,
        Deliveries deliveries,
        Neighbours neighbours,
        Networks networks,
        ImageLibrary images,
        Clock clock,
        String bootId) {

    /// Gives up the name, the volumes and the memory of a container that is gone from the disk.
    void forget(ContainerDocument container) {
        names.release(container.name(), container.id());
        containers.remove(container.id());
        volumes.collect(container);
        health.forget(container.id());
        container.images().forEach(image -> images.collectAfter(image.manifest()));
    }

    /// Those that a container is to have: its own, its pod's, or no others than the engine's.
    Optional<IdRange> ids(String id, ContainerConfig config) {
        return switch (config.namespaces().user()) {
            case PRIVATE -> Optional.of(IdRanges.ofMachine().choose(id, idsInUse()));
            case POD -> usersOfPod(config).map(ids -> new IdRange(ids.first(), ids.count()));
            case STANDARD, HOST -> Optional.empty();
        };
    }

    private Optional<PodUsers> usersOfPod(ContainerConfig config) {
        return config.namespaces()
                .sharing()
                .pod()
                .flatMap(neighbours.pods()::byId)
                .flatMap(pod -> pod.config().orchestration().users());
    }

    /// Removes the layers of a container that is gone: at once, or soon if it was in a pod that
    /// need not last, of which there are many.
    void removeLayers(ContainerDocument container, ContainerDirectory directory) {
        if (neighbours.isTemporary(container)) {
            neighbours.pods().leftovers().remove(directory.layers());
        } else {
            directory.layers().delete();
        }
    }

    /// The ids that containers and pods have for users of their own.
    List<IdRange> idsInUse() {
        Stream<IdRange> ofPods =
                neighbours.pods().all().stream()
                        .flatMap(pod -> pod.config().orchestration().users().stream())
                        .map(users -> new IdRange(users.first(), users.count()));
        return Stream.concat(
                        ofPods,
                        containers.values().stream()
                                .flatMap(container -> container.document().ids().stream()))
                .toList();
    }

    /// Looks after a container that runs, unless it has gone already or another engine does.
    void attend(String id, ContainerState.Running running) {
        Container container = containers.get(id);
        if (container != null && container.life().supervision().held()) {
            deliveries.begin(container);
            container.config().health().ifPresent(check -> health.begin(container, running, check));
        }
    }
}
