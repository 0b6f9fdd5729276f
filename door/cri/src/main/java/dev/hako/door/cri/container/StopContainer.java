package dev.hako.door.cri.container;

import dev.hako.cri.v1.StopContainerRequest;
import dev.hako.cri.v1.StopContainerResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.Containers;
import dev.hako.engine.StopRequest;
import java.time.Duration;

/// `StopContainer`.
public record StopContainer(Containers containers)
        implements Unary<StopContainerRequest, StopContainerResponse> {
    @Override
    public StopContainerResponse answer(StopContainerRequest question) {
        Duration timeout = Duration.ofSeconds(Math.max(0, question.getTimeout()));
        containers
                .find(question.getContainerId())
                .ifPresent(entry -> entry.container().stop(StopRequest.within(timeout)));
        return StopContainerResponse.getDefaultInstance();
    }
}
