package dev.hako.door.cri.stream;

import dev.hako.cri.v1.PodSandboxState;
import dev.hako.door.cri.registry.Containers;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.door.cri.registry.Sandboxes;
import dev.hako.door.streaming.StreamingServer;
import dev.hako.door.streaming.session.Call;
import dev.hako.door.streaming.session.StreamChoice;
import dev.hako.engine.Container;
import dev.hako.failure.Failure;
import java.util.function.Supplier;

/// What has to be right before a client is given a URL.
public record Preparation(Sandboxes sandboxes, Containers containers, StreamingServer server) {
    /// A container that runs.
    ///
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` if it does not run
    Container running(String id) {
        Container container = containers.container(id).container();
        if (!container.state().live()) {
            throw Failure.conflict(
                    "container \""
                            + container.name()
                            + "\" is not running but "
                            + container.state().word());
        }
        return container;
    }

    /// A pod that is ready.
    ///
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` if it is not ready
    SandboxEntry ready(String id) {
        SandboxEntry entry = sandboxes.sandbox(id);
        if (entry.state() != PodSandboxState.SANDBOX_READY) {
            throw Failure.conflict("pod sandbox \"" + id + "\" is not ready");
        }
        return entry;
    }

    /// The streams that a client asks for.
    ///
    /// @throws Failure `INVALID` if they do not go together
    static StreamChoice streams(boolean input, boolean output, boolean error, boolean terminal) {
        return valid(() -> new StreamChoice(input, output, error, terminal));
    }

    /// Where a client gets what it asks for.
    String url(Supplier<Call> call) {
        return server.prepare(valid(call)).toString();
    }

    private static <T> T valid(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("cannot serve such a call: " + e.getMessage());
        }
    }
}
