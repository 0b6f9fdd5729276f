package dev.hako.door.cri.stream;

import dev.hako.door.streaming.session.Backend;
import dev.hako.door.streaming.session.Call;
import dev.hako.door.streaming.session.Outcome;
import dev.hako.door.streaming.session.ProgramStreams;
import dev.hako.door.streaming.session.StreamChoice;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.ExecConfig;
import dev.hako.engine.Streams;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.WindowSize;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/// The engine's containers and pods, for clients of the streaming server.
public record EngineBackend(Engine engine) implements Backend {
    @Override
    public Outcome exec(Call.Exec call, ProgramStreams client) {
        Container container = engine.container(call.container());
        try (Streams program = Streams.exec(container, config(call), attachment(call.streams()))) {
            return new Session(program, client).run();
        }
    }

    private static ExecConfig config(Call.Exec call) {
        return new ExecConfig(
                call.command(),
                call.streams().terminal(),
                WindowSize.UNKNOWN,
                call.streams().input(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /// What an attached client is told is that it has seen all, not how the container ended.
    @Override
    public Outcome attach(Call.Attach call, ProgramStreams client) {
        Container container = engine.container(call.container());
        try (Streams program = Streams.attach(container, attachment(call.streams()))) {
            return switch (new Session(program, client).run()) {
                case Outcome.Exited _ -> new Outcome.Exited(0);
                case Outcome.Failed failed -> failed;
            };
        }
    }

    /// A client that does not keep up holds the program back: it may not miss anything.
    private static Attachment attachment(StreamChoice streams) {
        return new Attachment(
                streams.input(), streams.output(), streams.error(), false, true, new byte[0]);
    }

    @Override
    public SocketChannel dial(String pod, int port) throws IOException {
        return engine.pods().pod(pod).ports().dial(port);
    }
}
