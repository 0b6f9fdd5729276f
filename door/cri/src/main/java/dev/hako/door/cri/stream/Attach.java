package dev.hako.door.cri.stream;

import dev.hako.cri.v1.AttachRequest;
import dev.hako.cri.v1.AttachResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.streaming.session.Call;
import dev.hako.engine.Container;

/// `Attach`: prepares the streams of a container's own program, which a client gets by a URL.
public record Attach(Preparation preparation) implements Unary<AttachRequest, AttachResponse> {
    /// Whether there is a terminal was decided when the container was made.
    @Override
    public AttachResponse answer(AttachRequest question) {
        Container container = preparation.running(question.getContainerId());
        boolean terminal = container.config().process().terminal();
        var streams =
                Preparation.streams(
                        question.getStdin(),
                        question.getStdout(),
                        question.getStderr() && !terminal,
                        terminal);
        String url = preparation.url(() -> new Call.Attach(container.id(), streams));
        return AttachResponse.newBuilder().setUrl(url).build();
    }
}
