package dev.hako.door.cri.stream;

import dev.hako.cri.v1.PortForwardRequest;
import dev.hako.cri.v1.PortForwardResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.streaming.session.Call;

/// `PortForward`: prepares connections to a pod's ports, which a client gets by a URL.
public record PortForward(Preparation preparation)
        implements Unary<PortForwardRequest, PortForwardResponse> {
    @Override
    public PortForwardResponse answer(PortForwardRequest question) {
        String pod = preparation.ready(question.getPodSandboxId()).id();
        String url = preparation.url(() -> new Call.PortForward(pod, question.getPortList()));
        return PortForwardResponse.newBuilder().setUrl(url).build();
    }
}
