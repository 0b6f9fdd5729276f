package dev.hako.door.cri.container;

import dev.hako.cri.v1.ContainerState;
import dev.hako.cri.v1.StartContainerRequest;
import dev.hako.cri.v1.StartContainerResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.door.cri.registry.Containers;
import dev.hako.failure.Failure;

/// `StartContainer`: once, for a container is made anew for each of its runs.
public record StartContainer(Containers containers)
        implements Unary<StartContainerRequest, StartContainerResponse> {
    @Override
    public StartContainerResponse answer(StartContainerRequest question) {
        ContainerEntry entry = containers.container(question.getContainerId());
        if (entry.state() != ContainerState.CONTAINER_CREATED) {
            throw Failure.conflict(
                    "cannot start container \""
                            + entry.id()
                            + "\": it is in state "
                            + entry.state());
        }
        entry.container().start();
        return StartContainerResponse.getDefaultInstance();
    }
}
