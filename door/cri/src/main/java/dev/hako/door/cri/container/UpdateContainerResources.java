package dev.hako.door.cri.container;

import dev.hako.cri.v1.UpdateContainerResourcesRequest;
import dev.hako.cri.v1.UpdateContainerResourcesResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.config.ResourceMapping;
import dev.hako.door.cri.registry.Containers;
import dev.hako.engine.config.ConfigChange;
import dev.hako.engine.config.LimitChange;

/// `UpdateContainerResources`.
public record UpdateContainerResources(Containers containers, ResourceMapping resources)
        implements Unary<UpdateContainerResourcesRequest, UpdateContainerResourcesResponse> {
    @Override
    public UpdateContainerResourcesResponse answer(UpdateContainerResourcesRequest question) {
        LimitChange change = new LimitChange(resources.of(question.getLinux()));
        containers
                .container(question.getContainerId())
                .container()
                .control()
                .update(ConfigChange.of(change));
        return UpdateContainerResourcesResponse.getDefaultInstance();
    }
}
