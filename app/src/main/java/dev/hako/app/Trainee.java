package dev.hako.app;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client that asks, and pays no attention to the answer.
final class Trainee implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path socket;
    private final byte[] buildId;
    private final EventLoop loop = EventLoop.start("trainee");

    Trainee(Path socket, byte[] buildId) {
        this.socket = socket;
        this.buildId = buildId.clone();
    }

    /// Waits for the answer to end, which it does without an exit code if the engine leaves.
    ///
    /// @throws dev.hako.kernel.KernelException `ENOENT` if no engine listens
    void ask(List<String> words) throws InterruptedException {
        ask(words, buildId);
    }

    /// Asks like a client of another build, at whose sight an engine leaves.
    void dismiss() throws InterruptedException {
        byte[] other = buildId.clone();
        other[0] ^= 1;
        ask(List.of(), other);
    }

    private void ask(List<String> words, byte[] build) throws InterruptedException {
        try (UnixSocket connection =
                        UnixSocket.connect(NativePath.of(socket.toString())).nonBlocking();
                Fd directory = Open.open("/", Open.O_PATH | Open.O_DIRECTORY);
                FrameReader reader = new FrameReader(connection, Sender.SERVER)) {
            new FrameWriter(connection, loop, PATIENCE).write(request(words, build, directory));
            Optional<Frame> frame = reader.read(loop);
            while (frame.isPresent() && !(frame.get() instanceof Frame.Exit)) {
                frame = reader.read(loop);
            }
        }
    }

    private static Frame request(List<String> words, byte[] build, Fd directory) {
        List<ByteBuffer> arguments = new ArrayList<>();
        arguments.add(bytes("hako"));
        words.forEach(word -> arguments.add(bytes(word)));
        return new Frame.Request(
                Wire.VERSION,
                0,
                ByteBuffer.wrap(build),
                0,
                0,
                0022,
                bytes("/"),
                arguments,
                List.of(bytes("PATH=/usr/bin:/bin")),
                directory);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        loop.close();
    }
}
