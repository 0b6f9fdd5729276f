package dev.hako.door.cri.pod;

import dev.hako.cri.v1.StopPodSandboxRequest;
import dev.hako.cri.v1.StopPodSandboxResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.Sandboxes;

/// `StopPodSandbox`.
public record StopPodSandbox(Sandboxes sandboxes)
        implements Unary<StopPodSandboxRequest, StopPodSandboxResponse> {
    @Override
    public StopPodSandboxResponse answer(StopPodSandboxRequest question) {
        sandboxes.find(question.getPodSandboxId()).ifPresent(entry -> entry.pod().shutDown());
        return StopPodSandboxResponse.getDefaultInstance();
    }
}
