package dev.hako.door.cri.event;

import dev.hako.cri.v1.ContainerEventResponse;
import dev.hako.cri.v1.ContainerEventType;
import dev.hako.cri.v1.PodSandboxStatus;
import dev.hako.door.cri.container.ContainerStatus;
import dev.hako.door.cri.registry.Containers;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.door.cri.registry.Sandboxes;
import dev.hako.engine.event.Actions;
import dev.hako.engine.event.Event;
import dev.hako.engine.event.EventType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The engine's events in the interface's words, with the state of the pod that they are about. It
/// remembers of what is there as much as has to be told when it is gone.
final class Told {
    private final Sandboxes sandboxes;
    private final Containers containers;
    private final Map<String, String> podsOfContainers = new HashMap<>();
    private final Map<String, PodSandboxStatus> pods = new HashMap<>();

    Told(Sandboxes sandboxes, Containers containers) {
        this.sandboxes = sandboxes;
        this.containers = containers;
        sandboxes.all().forEach(this::remember);
        containers.all().forEach(entry -> podsOfContainers.put(entry.id(), entry.sandboxId()));
    }

    /// Nothing for what the interface has no word for, and for what was not made through this door.
    List<ContainerEventResponse> of(Event event) {
        List<ContainerEventType> types = types(event);
        return types.isEmpty()
                ? List.of()
                : pod(event).stream()
                        .flatMap(pod -> types.stream().map(type -> told(event, type, pod)))
                        .toList();
    }

    private static List<ContainerEventType> types(Event event) {
        return switch (event.type()) {
            case CONTAINER -> typesOfContainer(event.verb());
            case POD -> typesOfPod(event.verb());
            default -> List.of();
        };
    }

    private static List<ContainerEventType> typesOfContainer(String verb) {
        return switch (verb) {
            case Actions.CREATE -> List.of(ContainerEventType.CONTAINER_CREATED_EVENT);
            case Actions.START -> List.of(ContainerEventType.CONTAINER_STARTED_EVENT);
            case Actions.DIE -> List.of(ContainerEventType.CONTAINER_STOPPED_EVENT);
            case Actions.DESTROY -> List.of(ContainerEventType.CONTAINER_DELETED_EVENT);
            default -> List.of();
        };
    }

    /// A pod is ready once it is made.
    private static List<ContainerEventType> typesOfPod(String verb) {
        return switch (verb) {
            case Actions.CREATE ->
                    List.of(
                            ContainerEventType.CONTAINER_CREATED_EVENT,
                            ContainerEventType.CONTAINER_STARTED_EVENT);
            case Actions.STOP -> List.of(ContainerEventType.CONTAINER_STOPPED_EVENT);
            case Actions.REMOVE -> List.of(ContainerEventType.CONTAINER_DELETED_EVENT);
            default -> List.of();
        };
    }

    /// The id of the pod that an event is about.
    private Optional<String> pod(Event event) {
        String actor = event.actorId();
        if (event.type() == EventType.CONTAINER) {
            containers
                    .find(actor)
                    .ifPresent(entry -> podsOfContainers.put(entry.id(), entry.sandboxId()));
            return Optional.ofNullable(
                    event.verb().equals(Actions.DESTROY)
                            ? podsOfContainers.remove(actor)
                            : podsOfContainers.get(actor));
        }
        sandboxes.find(actor).ifPresent(this::remember);
        return Optional.of(actor).filter(pods::containsKey);
    }

    private void remember(SandboxEntry entry) {
        pods.put(entry.id(), dev.hako.door.cri.pod.PodSandboxStatus.told(entry));
    }

    private ContainerEventResponse told(Event event, ContainerEventType type, String pod) {
        ContainerEventResponse.Builder told =
                ContainerEventResponse.newBuilder()
                        .setContainerId(event.actorId())
                        .setContainerEventType(type)
                        .setCreatedAt(event.timeNanos());
        Optional<SandboxEntry> there = sandboxes.find(pod);
        there.ifPresent(entry -> {
            remember(entry);
            containers
                    .in(entry)
                    .forEach(one -> told.addContainersStatuses(ContainerStatus.told(one)));
        });
        PodSandboxStatus status = there.isPresent() ? pods.get(pod) : pods.remove(pod);
        if (status != null) {
            told.setPodSandboxStatus(status);
        }
        return told.build();
    }
}
