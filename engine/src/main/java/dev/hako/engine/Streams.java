package dev.hako.engine;

import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Foreground;
import dev.hako.isolation.WindowSize;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.FrameWriter;
import dev.hako.launcher.wire.Sender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// A program's standard streams in the hands of Java code.
///
/// The other end of the connection is the container's monitor, which holds the container back when
/// output is not read. One thread reads with [#pump] or [#toEnd]; another may write input.
public final class Streams implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofDays(365);
    private static final int CHUNK = 16 << 10;
    private static final Attachment WHOLE =
            new Attachment(true, true, true, false, true, new byte[0]);

    private final String title;
    private final Program program;
    private final UnixSocket connection;
    private final EventLoop loop;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Credit credit = new Credit();
    private boolean closed;

    private Streams(String title, Program program, UnixSocket connection) {
        this.title = title;
        this.program = program;
        this.connection = connection.nonBlocking();
        this.loop = EventLoop.start("hako-streams");
        this.reader = new FrameReader(connection, Sender.SERVER);
        this.writer = new FrameWriter(connection, loop, PATIENCE);
    }

    /// Starts a container with its streams attached.
    public static Streams open(Container container) {
        return connect(
                container,
                theirs -> {
                    container.start(new Foreground(theirs, WHOLE));
                    return Program.of(container);
                });
    }

    /// Attaches to a container that runs.
    public static Streams attach(Container container) {
        return attach(container, WHOLE);
    }

    /// The same with some of its streams.
    public static Streams attach(Container container, Attachment attachment) {
        return connect(
                container,
                theirs -> {
                    container.attach(theirs, attachment);
                    return Program.of(container);
                });
    }

    /// Starts another program in a container that runs, with its streams attached.
    public static Streams exec(Container container, ExecConfig config) {
        return exec(container, config, WHOLE);
    }

    /// The same with some of its streams.
    public static Streams exec(Container container, ExecConfig config, Attachment attachment) {
        return connect(
                container,
                theirs ->
                        Program.of(
                                container.exec(
                                        config, Optional.of(new Foreground(theirs, attachment)))));
    }

    /// What the streams are of.
    ///
    /// @param end how it ends, asked for once it has
    private record Program(
            Supplier<CompletableFuture<ExitStatus>> end,
            IntConsumer kill,
            Consumer<WindowSize> resize) {
        static Program of(Container container) {
            return new Program(() -> endOf(container), container::kill, container::resize);
        }

        static Program of(Exec exec) {
            return new Program(exec::exit, exec::kill, exec::resize);
        }
    }

    /// What begins to serve the other end of a connection, and knows its program.
    private interface Beginning {
        Program with(Fd theirs);
    }

    private static Streams connect(Container container, Beginning beginning) {
        UnixSocket.Pair pair = UnixSocket.pair();
        try (UnixSocket theirs = pair.left()) {
            return new Streams(container.name(), beginning.with(theirs.fd()), pair.right());
        } catch (Failure e) {
            pair.right().close();
            throw e;
        }
    }

    private static CompletableFuture<ExitStatus> endOf(Container container) {
        return container.config().lifecycle().autoRemove()
                ? container.removed()
                : container.ended();
    }

    /// Copies output until the program ends.
    ///
    /// @return its exit code
    /// @throws UncheckedIOException if a stream does not take the output
    public int pump(OutputStream output, OutputStream error) {
        try {
            for (Optional<Frame> frame = reader.read(loop);
                    frame.isPresent();
                    frame = reader.read(loop)) {
                switch (frame.get()) {
                    case Frame.Stdout out -> copy(out.data(), output);
                    case Frame.Stderr err -> copy(err.data(), error);
                    case Frame.Attached attached -> credit.add(attached.credit());
                    case Frame.Credit more -> credit.add(more.bytes());
                    case Frame.Exit exit -> {
                        return exit.code();
                    }
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        throw Failure.of(
                Failure.Kind.UNAVAILABLE, "lost the connection to container \"" + title + "\"");
    }

    private static void copy(ByteBuffer data, OutputStream to) throws IOException {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        to.write(bytes);
    }

    /// Collects all output until the program ends.
    ///
    /// @throws Failure `EXHAUSTED` beyond [CompletedRun#MAX_BYTES]
    public CompletedRun toEnd() {
        ByteArrayOutputStream output = new Bounded("standard output");
        ByteArrayOutputStream error = new Bounded("standard error");
        pump(output, error);
        return new CompletedRun(exit(), output.toByteArray(), error.toByteArray());
    }

    private ExitStatus exit() {
        try {
            return program.end.get().get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw Failure.internal("the end of the container could not be awaited", e);
        }
    }

    /// Writes to the program's standard input, waiting while it does not read.
    public void write(byte[] input) {
        try {
            int done = 0;
            while (done < input.length) {
                int size = credit.take(Math.min(CHUNK, input.length - done));
                writer.write(new Frame.Stdin(ByteBuffer.wrap(input, done, size)));
                done += size;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (KernelException e) {
            throw Failure.of(Failure.Kind.UNAVAILABLE, "the program has ended", e);
        }
    }

    /// Sets the size of the program's terminal.
    public void resize(WindowSize size) {
        program.resize.accept(size);
    }

    /// Sends a signal to the program.
    public void kill(int signal) {
        program.kill.accept(signal);
    }

    /// Ends the program's standard input.
    public void endInput() {
        try {
            writer.write(new Frame.StdinEnd());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Failure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return Failure.of(Failure.Kind.CANCELLED, "interrupted", e);
    }

    /// Lets go from another thread: the one that reads is told that the connection is lost.
    public synchronized void leave() {
        if (!closed) {
            connection.finishSending();
        }
    }

    /// Detaches; the container lives on.
    @Override
    public synchronized void close() {
        closed = true;
        reader.close();
        connection.close();
        loop.close();
    }

    /// How many bytes of input the monitor will take.
    private static final class Credit {
        private long bytes;

        synchronized void add(long more) {
            bytes += more;
            notifyAll();
        }

        synchronized int take(int wanted) throws InterruptedException {
            while (bytes == 0) {
                wait();
            }
            int taken = (int) Math.min(bytes, wanted);
            bytes -= taken;
            return taken;
        }
    }

    /// A buffer with a bound.
    private static final class Bounded extends ByteArrayOutputStream {
        private final String stream;

        Bounded(String stream) {
            this.stream = stream;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (size() + (long) length > CompletedRun.MAX_BYTES) {
                throw Failure.of(
                                Failure.Kind.EXHAUSTED,
                                stream + " is larger than " + CompletedRun.MAX_BYTES + " bytes")
                        .hint("read it piece by piece with Streams.pump");
            }
            super.write(bytes, offset, length);
        }
    }
}
