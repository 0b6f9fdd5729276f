package dev.hako.door.cri.container;

import dev.hako.cri.v1.StreamContainersRequest;
import dev.hako.cri.v1.StreamContainersResponse;
import dev.hako.door.cri.call.Answers;
import dev.hako.door.cri.call.Streamed;
import dev.hako.door.cri.registry.Containers;

/// `StreamContainers`: the list, one container after the other, so that no message grows with it.
public record StreamContainers(Containers containers)
        implements Streamed<StreamContainersRequest, StreamContainersResponse> {
    @Override
    public void answer(
            StreamContainersRequest question, Answers<StreamContainersResponse> answers) {
        containers
                .matching(question.getFilter())
                .forEach(entry ->
                        answers.send(
                                StreamContainersResponse.newBuilder()
                                        .addContainers(ListContainers.told(entry))
                                        .build()));
    }
}
