package dev.hako.door.cri.pod;

import dev.hako.cri.v1.UpdatePodSandboxResourcesRequest;
import dev.hako.cri.v1.UpdatePodSandboxResourcesResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.Sandboxes;

/// `UpdatePodSandboxResources`: it only tells. Who runs the pods has given the control group above
/// them its limits already, and nothing here depends on them.
public record UpdatePodSandboxResources(Sandboxes sandboxes)
        implements Unary<UpdatePodSandboxResourcesRequest, UpdatePodSandboxResourcesResponse> {
    @Override
    public UpdatePodSandboxResourcesResponse answer(UpdatePodSandboxResourcesRequest question) {
        var _ = sandboxes.sandbox(question.getPodSandboxId());
        return UpdatePodSandboxResourcesResponse.getDefaultInstance();
    }
}
