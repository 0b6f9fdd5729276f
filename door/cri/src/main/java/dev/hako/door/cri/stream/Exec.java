package dev.hako.door.cri.stream;

import dev.hako.cri.v1.ExecRequest;
import dev.hako.cri.v1.ExecResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.streaming.session.Call;

/// `Exec`: prepares a program whose streams a client gets by a URL.
public record Exec(Preparation preparation) implements Unary<ExecRequest, ExecResponse> {
    @Override
    public ExecResponse answer(ExecRequest question) {
        var streams =
                Preparation.streams(
                        question.getStdin(),
                        question.getStdout(),
                        question.getStderr(),
                        question.getTty());
        String container = preparation.running(question.getContainerId()).id();
        String url =
                preparation.url(() -> new Call.Exec(container, question.getCmdList(), streams));
        return ExecResponse.newBuilder().setUrl(url).build();
    }
}
