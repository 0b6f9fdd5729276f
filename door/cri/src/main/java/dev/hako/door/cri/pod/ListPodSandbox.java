package dev.hako.door.cri.pod;

import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.ListPodSandboxResponse;
import dev.hako.cri.v1.PodSandbox;
import dev.hako.door.cri.call.Nanos;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.door.cri.registry.Sandboxes;

/// `ListPodSandbox`.
public record ListPodSandbox(Sandboxes sandboxes)
        implements Unary<ListPodSandboxRequest, ListPodSandboxResponse> {
    @Override
    public ListPodSandboxResponse answer(ListPodSandboxRequest question) {
        ListPodSandboxResponse.Builder list = ListPodSandboxResponse.newBuilder();
        sandboxes.matching(question.getFilter()).forEach(entry -> list.addItems(told(entry)));
        return list.build();
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
