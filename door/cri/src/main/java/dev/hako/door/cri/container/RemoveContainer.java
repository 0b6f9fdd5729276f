package dev.hako.door.cri.container;

import dev.hako.cri.v1.RemoveContainerRequest;
import dev.hako.cri.v1.RemoveContainerResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.Containers;
import dev.hako.engine.Engine;

/// `RemoveContainer`, with the volumes that are its own.
public record RemoveContainer(Engine engine, Containers containers)
        implements Unary<RemoveContainerRequest, RemoveContainerResponse> {
    @Override
    public RemoveContainerResponse answer(RemoveContainerRequest question) {
        containers
                .find(question.getContainerId())
                .ifPresent(entry -> engine.volumes().removeWith(entry.container(), true));
        return RemoveContainerResponse.getDefaultInstance();
    }
}
