package dev.hako.door.cri.container;

import dev.hako.cri.v1.Container;
import dev.hako.cri.v1.ListContainersRequest;
import dev.hako.cri.v1.ListContainersResponse;
import dev.hako.door.cri.call.Nanos;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.door.cri.registry.Containers;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/// `ListContainers`.
public final class ListContainers implements Unary<ListContainersRequest, ListContainersResponse> {
    private final Containers containers;

    /// What was told of each the last time, which only its state changes. The kubelet asks every
    /// second, and most containers are as they were. What is kept here goes with its container.
    private final Map<dev.hako.engine.Container, Container> told =
            Collections.synchronizedMap(new WeakHashMap<>());

    public ListContainers(Containers containers) {
        this.containers = containers;
    }

    @Override
    public ListContainersResponse answer(ListContainersRequest question) {
        ListContainersResponse.Builder list = ListContainersResponse.newBuilder();
        containers
                .matching(question.getFilter())
                .forEach(entry -> list.addContainers(asBefore(entry)));
        return list.build();
    }

    private Container asBefore(ContainerEntry entry) {
        return told.compute(
                entry.container(),
                (_, last) -> last != null && last.getState() == entry.state() ? last : told(entry));
    }

    /// A container as lists tell of it.
    public static Container told(ContainerEntry entry) {
        return Container.newBuilder()
                .setId(entry.id())
                .setPodSandboxId(entry.sandboxId())
                .setMetadata(entry.config().getMetadata())
                .setImage(entry.config().getImage())
                .setImageRef(entry.imageId())
                .setImageId(entry.imageId())
                .setState(entry.state())
                .setCreatedAt(Nanos.of(entry.container().createdAt()))
                .putAllLabels(entry.config().getLabelsMap())
                .putAllAnnotations(entry.config().getAnnotationsMap())
                .build();
    }
}
