package dev.hako.door.cri.pod;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.ListPodSandboxResponse;
import dev.hako.cri.v1.PodSandbox;
import dev.hako.cri.v1.PodSandboxState;
import dev.hako.door.cri.call.EncodedList;
import dev.hako.door.cri.call.Nanos;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.door.cri.registry.Sandboxes;
import dev.hako.engine.Pod;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/// `ListPodSandbox`.
public final class ListPodSandbox implements Unary<ListPodSandboxRequest, ListPodSandboxResponse> {
    private final Sandboxes sandboxes;

    /// What was told of each the last time, which only its state changes, as it is sent. What is
    /// kept here goes with its pod.
    private final Map<Pod, Told> told = Collections.synchronizedMap(new WeakHashMap<>());

    /// @param encoded the message
    private record Told(PodSandboxState state, ByteString encoded) {}

    public ListPodSandbox(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @Override
    public ListPodSandboxResponse answer(ListPodSandboxRequest question) {
        UnknownFieldSet list =
                EncodedList.of(
                        ListPodSandboxResponse.ITEMS_FIELD_NUMBER,
                        sandboxes.matching(question.getFilter()),
                        this::asBefore);
        return ListPodSandboxResponse.newBuilder().setUnknownFields(list).build();
    }

    private ByteString asBefore(SandboxEntry entry) {
        PodSandboxState now = entry.state();
        Told last = told.get(entry.pod());
        if (last == null || last.state != now) {
            PodSandbox message = told(entry);
            last = new Told(message.getState(), message.toByteString());
            told.put(entry.pod(), last);
        }
        return last.encoded;
    }

    /// A pod as lists tell of it.
    public static PodSandbox told(SandboxEntry entry) {
        return PodSandbox.newBuilder()
                .setId(entry.id())
                .setMetadata(entry.config().getMetadata())
                .setState(entry.state())
                .setCreatedAt(Nanos.of(entry.pod().createdAt()))
                .putAllLabels(entry.config().getLabelsMap())
                .putAllAnnotations(entry.config().getAnnotationsMap())
                .setRuntimeHandler(entry.handler())
                .build();
    }
}
