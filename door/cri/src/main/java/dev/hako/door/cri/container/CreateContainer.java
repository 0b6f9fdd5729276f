package dev.hako.door.cri.container;

import dev.hako.cri.v1.CreateContainerRequest;
import dev.hako.cri.v1.CreateContainerResponse;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxState;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.config.ContainerMapping;
import dev.hako.door.cri.config.VolumeLabels;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.door.cri.registry.Sandboxes;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.failure.Failure;

/// `CreateContainer`.
public record CreateContainer(
        Engine engine, Sandboxes sandboxes, ContainerMapping mapping, VolumeLabels labels)
        implements Unary<CreateContainerRequest, CreateContainerResponse> {
    @Override
    public CreateContainerResponse answer(CreateContainerRequest question) {
        if (!question.hasConfig()) {
            throw Failure.invalid("a container needs a configuration");
        }
        SandboxEntry sandbox = sandboxes.sandbox(question.getPodSandboxId());
        if (sandbox.state() != PodSandboxState.SANDBOX_READY) {
            throw Failure.conflict("the pod sandbox \"" + sandbox.id() + "\" is not ready");
        }
        ContainerConfig config =
                mapping.of(
                        question.getConfig(),
                        sandbox.id(),
                        said(question, sandbox),
                        sandbox.pod().config());
        labels.apply(question.getConfig());
        Container container = engine.create(config);
        removeUnlessAwaited(container);
        return CreateContainerResponse.newBuilder().setContainerId(container.id()).build();
    }

    /// The kubelet says it again; what it has left out is as it was said first.
    private static PodSandboxConfig said(CreateContainerRequest question, SandboxEntry sandbox) {
        return question.hasSandboxConfig() && question.getSandboxConfig().hasMetadata()
                ? question.getSandboxConfig()
                : sandbox.config();
    }

    /// Whoever has given up never learns the id.
    private void removeUnlessAwaited(Container container) {
        if (Thread.interrupted()) {
            engine.volumes().removeWith(container, true);
            throw Failure.of(Failure.Kind.CANCELLED, "nobody waits for the container any longer");
        }
    }
}
