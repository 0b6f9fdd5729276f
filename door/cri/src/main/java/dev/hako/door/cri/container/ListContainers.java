package dev.hako.door.cri.container;

import dev.hako.cri.v1.Container;
import dev.hako.cri.v1.ListContainersRequest;
import dev.hako.cri.v1.ListContainersResponse;
import dev.hako.door.cri.call.Nanos;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.door.cri.registry.Containers;

/// `ListContainers`.
public record ListContainers(Containers containers)
        implements Unary<ListContainersRequest, ListContainersResponse> {
    @Override
    public ListContainersResponse answer(ListContainersRequest question) {
        ListContainersResponse.Builder list = ListContainersResponse.newBuilder();
        containers.matching(question.getFilter()).forEach(entry -> list.addContainers(told(entry)));
        return list.build();
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
