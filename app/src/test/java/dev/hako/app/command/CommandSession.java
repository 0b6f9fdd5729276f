package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.Output;
import dev.hako.app.caller.WorkingDirectory;
import dev.hako.app.product.Installation;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.Locations;
import dev.hako.isolation.WindowSize;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Open;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.FrameWriter;
import dev.hako.launcher.wire.Sender;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An engine of its own, and a user who asks it one thing after the other.
final class CommandSession implements AutoCloseable {
    private final Path directory;
    private final EventLoop loop = EventLoop.start("session");
    private final Engine engine;
    private final CommandRunner runner;

    /// What a user sees of a command.
    record Answer(String output, String error, int exit) {}

    CommandSession(Path directory) {
        this.directory = directory;
        Locations locations = new Locations(directory.resolve("root"), directory.resolve("run"));
        engine = Engine.open(EngineSettings.embedded(locations));
        Installation installation =
                new Installation(directory, locations, "0".repeat(32), Optional.empty());
        runner = new CommandRunner(new Commands(engine, installation, Instant::now));
    }

    /// Asks in a pipe.
    Answer ask(String... words) {
        return ask(Caller.Terminal.NONE, words);
    }

    /// Asks on a terminal.
    Answer askOnTerminal(String... words) {
        return ask(new Caller.Terminal(true, true, true, new WindowSize(24, 80)), words);
    }

    private Answer ask(Caller.Terminal terminal, String... words) {
        try (UnixSocket.Pair pair = UnixSocket.pair();
                Fd here = Open.open(directory.toString(), Open.O_PATH)) {
            Caller caller =
                    new Caller(
                            List.of(words),
                            List.of("TZ=UTC"),
                            new WorkingDirectory(here, directory.toString()),
                            terminal,
                            022,
                            InputStream.nullInputStream());
            FrameWriter writer =
                    new FrameWriter(pair.left().nonBlocking(), loop, Duration.ofSeconds(10));
            Outcome outcome =
                    runner.run(
                            caller,
                            new Output(writer),
                            _ -> {
                                throw new AssertionError("nothing here has a monitor");
                            });
            pair.left().close();
            return answer(pair.right().nonBlocking(), ((Outcome.Exit) outcome).code());
        }
    }

    private static Answer answer(UnixSocket socket, int exit) {
        StringBuilder output = new StringBuilder();
        StringBuilder error = new StringBuilder();
        try (FrameReader reader = new FrameReader(socket, Sender.SERVER)) {
            while (!reader.ended()) {
                Optional<Frame> frame = reader.next();
                switch (frame.orElse(null)) {
                    case null -> reader.fill();
                    case Frame.Stdout(ByteBuffer data) ->
                            output.append(StandardCharsets.UTF_8.decode(data));
                    case Frame.Stderr(ByteBuffer data) ->
                            error.append(StandardCharsets.UTF_8.decode(data));
                    default -> throw new AssertionError("unexpected " + frame.get());
                }
            }
        }
        return new Answer(output.toString(), error.toString(), exit);
    }

    @Override
    public void close() {
        engine.close();
        loop.close();
        // JUnit would warn of each of the many links in the image of the machine's own files.
        FileTree.delete(directory.resolve("run"));
    }
}
