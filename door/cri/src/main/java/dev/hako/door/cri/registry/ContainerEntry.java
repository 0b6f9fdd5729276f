package dev.hako.door.cri.registry;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerState;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState.Created;
import dev.hako.engine.ContainerState.Exited;
import dev.hako.engine.ContainerState.Paused;
import dev.hako.engine.ContainerState.Removing;
import dev.hako.engine.ContainerState.Restarting;
import dev.hako.engine.ContainerState.Running;
import dev.hako.engine.ContainerState.Starting;
import java.util.Map;
import java.util.Optional;

/// A container that was made through this door.
///
/// @param config what the kubelet wanted
/// @param sandboxId the pod it is in
public record ContainerEntry(Container container, ContainerConfig config, String sandboxId) {
    private static final String CONFIG = "dev.hako.cri/container";

    /// What is kept of the kubelet's words.
    public static Map<String, String> annotations(ContainerConfig config) {
        return Map.of(CONFIG, Words.write(config));
    }

    /// What the kubelet wanted; nothing if the container was made otherwise.
    static Optional<ContainerConfig> said(Container container) {
        return Optional.ofNullable(container.config().annotations().get(CONFIG))
                .map(text -> Words.read(ContainerConfig.parser(), text));
    }

    /// Nothing if it is in no pod.
    static Optional<ContainerEntry> of(Container container, ContainerConfig said) {
        return container
                .config()
                .namespaces()
                .sharing()
                .pod()
                .map(pod -> new ContainerEntry(container, said, pod));
    }

    public String id() {
        return container.id();
    }

    /// The file that it writes to; empty: none that the kubelet knows of.
    public String logPath() {
        return container
                .config()
                .lifecycle()
                .log()
                .place()
                .map(place -> place.file().toString())
                .orElse("");
    }

    /// Its image's id, by which images are called everywhere in this interface.
    public String imageId() {
        return container
                .origin()
                .map(origin -> origin.id().toString())
                .orElse(container.config().image());
    }

    /// Where it is in its life.
    public ContainerState state() {
        return switch (container.state()) {
            case Created _, Starting _ -> ContainerState.CONTAINER_CREATED;
            case Running _, Paused _ -> ContainerState.CONTAINER_RUNNING;
            case Exited _, Restarting _ -> ContainerState.CONTAINER_EXITED;
            case Removing _ -> ContainerState.CONTAINER_UNKNOWN;
        };
    }
}
