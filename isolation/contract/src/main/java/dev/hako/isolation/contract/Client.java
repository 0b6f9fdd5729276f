package dev.hako.isolation.contract;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.FrameWriter;
import dev.hako.launcher.wire.Sender;
import dev.hako.launcher.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// A client as the `hako` command is one, held by a test: it gathers what it is told, and sends no
/// more input than it has credit for.
public final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final UnixSocket near;
    private final UnixSocket far;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private Optional<Frame.Attached> attached = Optional.empty();
    private OptionalInt exit = OptionalInt.empty();
    private long credit;

    Client(EventLoop loop) {
        UnixSocket.Pair pair = UnixSocket.pair();
        near = pair.left().nonBlocking();
        far = pair.right();
        reader = new FrameReader(near, Sender.SERVER);
        writer = new FrameWriter(near, loop, PATIENCE);
    }

    /// The end that is handed to an isolation.
    public Fd connection() {
        return far.fd();
    }

    /// Closes this process's copy of the end that was handed over, so that the other's end is
    /// heard.
    void handedOver() {
        far.close();
    }

    /// What came on standard output so far.
    public String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /// What came on standard error so far.
    public String error() {
        return error.toString(StandardCharsets.UTF_8);
    }

    /// How it was told to behave last.
    public Frame.Attached attached() {
        await("being attached", () -> attached.isPresent());
        return attached.orElseThrow();
    }

    /// Waits until `text` came on standard output.
    public void awaitOutput(String text) {
        await("\"" + text + "\"", () -> output().contains(text));
    }

    /// Waits for the end of the conversation.
    ///
    /// @return the code it was told to exit with
    public int awaitExit() {
        await("the exit", () -> exit.isPresent());
        return exit.orElseThrow();
    }

    /// Whether it has been told to exit, as far as it has heard now.
    public boolean hasExited() {
        while (reader.fill()) {
            takeAll();
        }
        return exit.isPresent();
    }

    /// Sends standard input, waiting for credit.
    public void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int done = 0;
        while (done < bytes.length) {
            await("credit", () -> credit > 0);
            int count = (int) Math.min(Math.min(credit, Wire.MAX_DATA), bytes.length - done);
            send(new Frame.Stdin(ByteBuffer.wrap(Arrays.copyOfRange(bytes, done, done + count))));
            credit -= count;
            done += count;
        }
    }

    /// Ends standard input.
    public void endInput() {
        send(new Frame.StdinEnd());
    }

    /// Forwards a signal.
    public void signal(int number) {
        send(new Frame.Signal(number));
    }

    /// Tells the terminal's size.
    public void resize(int rows, int columns) {
        send(new Frame.Resize(rows, columns));
    }

    private void send(Frame frame) {
        try {
            if (!writer.write(frame)) {
                throw new AssertionError("nobody read " + frame);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void await(String what, BooleanSupplier seen) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        takeAll();
        while (!seen.getAsBoolean()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (reader.ended() || left.isNegative()) {
                throw new AssertionError(
                        (reader.ended() ? "the conversation ended without " : "no ")
                                + what
                                + "; output was: "
                                + output()
                                + error());
            }
            if (!reader.fill()) {
                Poll.await(near.fd(), Poll.POLLIN, left);
            }
            takeAll();
        }
    }

    private void takeAll() {
        for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
            take(frame.get());
        }
    }

    private void take(Frame frame) {
        switch (frame) {
            case Frame.Stdout(var data) -> append(output, data);
            case Frame.Stderr(var data) -> append(error, data);
            case Frame.Credit(int bytes) -> credit += bytes;
            case Frame.Exit(int code) -> exit = OptionalInt.of(code);
            case Frame.Attached told -> {
                attached = Optional.of(told);
                credit = told.credit();
            }
            default -> throw new AssertionError("a client was told " + frame);
        }
    }

    private static void append(ByteArrayOutputStream all, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        all.writeBytes(bytes);
    }

    @Override
    public void close() {
        reader.close();
        near.close();
        far.close();
    }
}
