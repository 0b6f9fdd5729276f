package dev.hako.door.cri.pod;

import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.ListPodSandboxResponse;
import dev.hako.cri.v1.PodSandbox;
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

    /// What was told of each the last time, which only its state changes. What is kept here goes
    /// with its pod.
    private final Map<Pod, PodSandbox> told = Collections.synchronizedMap(new WeakHashMap<>());

    public ListPodSandbox(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @Override
    public ListPodSandboxResponse answer(ListPodSandboxRequest question) {
        ListPodSandboxResponse.Builder list = ListPodSandboxResponse.newBuilder();
        sandboxes.matching(question.getFilter()).forEach(entry -> list.addItems(asBefore(entry)));
        return list.build();
    }

    private PodSandbox asBefore(SandboxEntry entry) {
        return told.compute(
                entry.pod(),
                (_, last) -> last != null && last.getState() == entry.state() ? last : told(entry));
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
