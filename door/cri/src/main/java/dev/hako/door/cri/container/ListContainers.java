package dev.hako.door.cri.container;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.hako.cri.v1.Container;
import dev.hako.cri.v1.ContainerState;
import dev.hako.cri.v1.ListContainersRequest;
import dev.hako.cri.v1.ListContainersResponse;
import dev.hako.door.cri.call.EncodedList;
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

    /// What was told of each the last time, which only its state changes, as it is sent. The
    /// kubelet asks every second, and most containers are as they were. What is kept here goes with
    /// its container.
    private final Map<dev.hako.engine.Container, Told> told =
            Collections.synchronizedMap(new WeakHashMap<>());

    /// @param encoded the message
    private record Told(ContainerState state, ByteString encoded) {}

    public ListContainers(Containers containers) {
        this.containers = containers;
    }

    @Override
    public ListContainersResponse answer(ListContainersRequest question) {
        UnknownFieldSet list =
                EncodedList.of(
                        ListContainersResponse.CONTAINERS_FIELD_NUMBER,
                        containers.matching(question.getFilter()),
                        this::asBefore);
        return ListContainersResponse.newBuilder().setUnknownFields(list).build();
    }

    private ByteString asBefore(ContainerEntry entry) {
        ContainerState now = entry.state();
        Told last = told.get(entry.container());
        if (last == null || last.state != now) {
            Container message = told(entry);
            last = new Told(message.getState(), message.toByteString());
            told.put(entry.container(), last);
        }
        return last.encoded;
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
