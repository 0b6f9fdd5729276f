package dev.hako.door.cri.pod;

import dev.hako.cri.v1.StreamPodSandboxesRequest;
import dev.hako.cri.v1.StreamPodSandboxesResponse;
import dev.hako.door.cri.call.Answers;
import dev.hako.door.cri.call.Streamed;
import dev.hako.door.cri.registry.Sandboxes;

/// `StreamPodSandboxes`: the list, one pod after the other, so that no message grows with it.
public record StreamPodSandboxes(Sandboxes sandboxes)
        implements Streamed<StreamPodSandboxesRequest, StreamPodSandboxesResponse> {
    @Override
    public void answer(
            StreamPodSandboxesRequest question, Answers<StreamPodSandboxesResponse> answers) {
        sandboxes
                .matching(question.getFilter())
                .forEach(entry ->
                        answers.send(
                                StreamPodSandboxesResponse.newBuilder()
                                        .addPodSandboxes(ListPodSandbox.told(entry))
                                        .build()));
    }
}
