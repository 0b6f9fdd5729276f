package dev.hako.door.cri.container;

import dev.hako.cri.v1.ReopenContainerLogRequest;
import dev.hako.cri.v1.ReopenContainerLogResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.registry.Containers;

/// `ReopenContainerLog`: after the kubelet has given the file another name. No line is lost: what
/// comes until the monitor hears of it still goes to the old file.
public record ReopenContainerLog(Containers containers)
        implements Unary<ReopenContainerLogRequest, ReopenContainerLogResponse> {
    @Override
    public ReopenContainerLogResponse answer(ReopenContainerLogRequest question) {
        containers.container(question.getContainerId()).container().reopenLog();
        return ReopenContainerLogResponse.getDefaultInstance();
    }
}
