package dev.hako.door.cri.pod;

import dev.hako.cri.v1.UpdatePodSandboxResourcesRequest;
import dev.hako.cri.v1.UpdatePodSandboxResourcesResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.config.PodLimits;
import dev.hako.door.cri.registry.Sandboxes;

/// `UpdatePodSandboxResources`: the pod's control group is given these limits. The kubelet has done
/// so already where it keeps the group itself; then they are the same.
///
/// @param limits how they are meant
public record UpdatePodSandboxResources(Sandboxes sandboxes, PodLimits limits)
        implements Unary<UpdatePodSandboxResourcesRequest, UpdatePodSandboxResourcesResponse> {
    @Override
    public UpdatePodSandboxResourcesResponse answer(UpdatePodSandboxResourcesRequest question) {
        sandboxes
                .sandbox(question.getPodSandboxId())
                .pod()
                .limit(limits.of(question.getResources(), question.getOverhead()));
        return UpdatePodSandboxResourcesResponse.getDefaultInstance();
    }
}
