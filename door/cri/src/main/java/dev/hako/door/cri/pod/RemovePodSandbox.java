package dev.hako.door.cri.pod;

import dev.hako.cri.v1.RemovePodSandboxRequest;
import dev.hako.cri.v1.RemovePodSandboxResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.Sandboxes;

/// `RemovePodSandbox`.
public record RemovePodSandbox(Sandboxes sandboxes)
        implements Unary<RemovePodSandboxRequest, RemovePodSandboxResponse> {
    @Override
    public RemovePodSandboxResponse answer(RemovePodSandboxRequest question) {
        sandboxes.find(question.getPodSandboxId()).ifPresent(entry -> entry.pod().remove(true));
        return RemovePodSandboxResponse.getDefaultInstance();
    }
}
