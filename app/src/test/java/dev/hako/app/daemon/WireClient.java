package dev.hako.app.daemon;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.FrameWriter;
import dev.hako.launcher.wire.Sender;
import dev.hako.launcher.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The client's side of a conversation.
final class WireClient implements AutoCloseable {
    static final byte[] BUILD = new byte[Wire.BUILD_ID];

    private final UnixSocket connection;
    private final EventLoop loop;
    private final FrameReader reader;

    WireClient(UnixSocket connection, EventLoop loop) {
        this.connection = connection.nonBlocking();
        this.loop = loop;
        this.reader = new FrameReader(connection, Sender.SERVER);
    }

    /// What an engine answered.
    ///
    /// @param exit -1 if it ended without, -2 if it said that it is stale
    record Answer(String output, String error, int exit) {}

    static WireClient connect(Path socket, EventLoop loop) {
        return new WireClient(UnixSocket.connect(NativePath.of(socket.toString())), loop);
    }

    UnixSocket connection() {
        return connection;
    }

    void send(Frame frame) throws InterruptedException {
        new FrameWriter(connection, loop, Duration.ofSeconds(10)).write(frame);
    }

    void request(byte[] buildId, Path directory, String... words) throws InterruptedException {
        try (Fd open = Open.open(directory.toString(), Open.O_PATH | Open.O_DIRECTORY)) {
            send(
                    new Frame.Request(
                            Wire.VERSION,
                            0,
                            ByteBuffer.wrap(buildId),
                            0,
                            0,
                            022,
                            bytes(directory.toString()),
                            Stream.concat(Stream.of("hako"), Stream.of(words))
                                    .map(WireClient::bytes)
                                    .toList(),
                            List.of(bytes("TZ=UTC")),
                            open));
        }
    }

    /// Asks, and waits for the whole answer.
    Answer ask(Path directory, String... words) throws InterruptedException {
        request(BUILD, directory, words);
        return answer();
    }

    Answer answer() throws InterruptedException {
        StringBuilder output = new StringBuilder();
        StringBuilder error = new StringBuilder();
        while (true) {
            Optional<Frame> frame = reader.read(loop);
            switch (frame.orElse(null)) {
                case null -> {
                    return new Answer(output.toString(), error.toString(), -1);
                }
                case Frame.Stdout(ByteBuffer data) -> output.append(text(data));
                case Frame.Stderr(ByteBuffer data) -> error.append(text(data));
                case Frame.Exit(int code) -> {
                    return new Answer(output.toString(), error.toString(), code);
                }
                case Frame.Stale() -> {
                    return new Answer(output.toString(), error.toString(), -2);
                }
                default -> throw new AssertionError("unexpected " + frame.get());
            }
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @Override
    public void close() {
        reader.close();
        connection.close();
    }
}
