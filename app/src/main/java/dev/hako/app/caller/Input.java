package dev.hako.app.caller;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.KernelException;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.FrameWriter;
import dev.hako.launcher.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The caller's standard input. The client is asked for it by the first read, and sends no more
/// than has been read before, and a little.
public final class Input extends InputStream {
    private static final int CREDIT = 1 << 18;

    private final FrameReader reader;
    private final FrameWriter writer;
    private final EventLoop loop;
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private boolean asked;
    private boolean ended;

    /// @param reader of what follows the request
    public Input(FrameReader reader, FrameWriter writer, EventLoop loop) {
        this.reader = reader;
        this.writer = writer;
        this.loop = loop;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (!pending.hasRemaining() && !ended) {
                receive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the caller is gone");
        } catch (KernelException e) {
            throw new IOException(e.getMessage(), e);
        }
        int count = Math.min(length, pending.remaining());
        pending.get(bytes, offset, count);
        return count == 0 ? -1 : count;
    }

    /// Lets a terminal send each key as it is typed, without showing it, or no more.
    ///
    /// @throws IOException if the caller is gone
    public void hide(boolean hidden) throws IOException {
        try {
            ask(hidden ? Wire.ATTACHED_RAW : 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the caller is gone");
        } catch (KernelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void ask(int how) throws InterruptedException {
        asked = true;
        writer.write(new Frame.Attached(Wire.ATTACHED_STDIN | how, CREDIT));
    }

    private void receive() throws InterruptedException {
        if (!asked) {
            ask(0);
        }
        Optional<Frame> frame = reader.read(loop);
        switch (frame.orElseGet(Frame.StdinEnd::new)) {
            case Frame.Stdin(ByteBuffer data) -> {
                pending = data;
                if (data.hasRemaining()) {
                    writer.write(new Frame.Credit(data.remaining()));
                }
            }
            case Frame.StdinEnd _ -> ended = true;
            default -> {
                // The size of its terminal: nothing here is drawn.
            }
        }
    }
}
