package dev.hako.app.caller;

import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.kernel.KernelException;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameWriter;
import dev.hako.launcher.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// The caller's standard output and error. What is printed is kept until it is flushed or much.
public final class Output {
    private static final int ENOUGH = 1 << 14;

    private final FrameWriter writer;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean pendingError;

    public Output(FrameWriter writer) {
        this.writer = writer;
    }

    /// Prints on standard output.
    ///
    /// @throws Failure `CANCELLED` if the caller is gone
    public void print(String text) {
        add(text, false);
    }

    /// Prints a line on standard output.
    public void println(String line) {
        print(line);
        print("\n");
    }

    /// Prints a line on standard error.
    public void errorln(String line) {
        add(line, true);
        add("\n", true);
    }

    /// Says on standard error what is wrong. Messages quote users and containers: whatever a
    /// terminal would obey is made harmless.
    public void complain(RuntimeException problem) {
        errorln("hako: " + Printable.whole(String.valueOf(problem.getMessage())));
    }

    private void add(String text, boolean error) {
        write(text.getBytes(StandardCharsets.UTF_8), error);
    }

    /// Passes bytes on to standard output or error.
    public void write(byte[] bytes, boolean error) {
        if (error != pendingError) {
            flush();
            pendingError = error;
        }
        pending.writeBytes(bytes);
        if (pending.size() >= ENOUGH) {
            flush();
        }
    }

    /// Standard output for those who write to streams.
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                Output.this.write(new byte[] {(byte) b}, false);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                Output.this.write(Arrays.copyOfRange(bytes, offset, offset + length), false);
            }
        };
    }

    /// Sends what has been printed.
    public void flush() {
        if (pending.size() > 0) {
            byte[] bytes = pending.toByteArray();
            pending.reset();
            send(bytes, pendingError);
        }
    }

    private void send(byte[] bytes, boolean error) {
        Function<ByteBuffer, Frame> frame = error ? Frame.Stderr::new : Frame.Stdout::new;
        for (int at = 0; at < bytes.length; at += Wire.MAX_DATA) {
            int length = Math.min(Wire.MAX_DATA, bytes.length - at);
            send(frame.apply(ByteBuffer.wrap(bytes, at, length).slice()));
        }
    }

    private void send(Frame frame) {
        try {
            if (!writer.write(frame)) {
                throw gone();
            }
        } catch (KernelException e) {
            throw gone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone();
        }
    }

    private static Failure gone() {
        return Failure.of(Failure.Kind.CANCELLED, "the caller is gone");
    }
}
