package dev.hako.door.streaming.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// What a client is sent in one stream. A write waits while the client does not read.
public final class Outlet extends OutputStream {
    private static final int MAX_FRAME = 16 << 10;

    private final Connection connection;
    private final Framing framing;
    private boolean finished;

    Outlet(Connection connection, Framing framing) {
        this.connection = connection;
        this.framing = framing;
    }

    /// How the protocol says things in this stream.
    interface Framing {
        /// A frame with these bytes.
        Object data(ByteBuf bytes);

        /// Sends that there are no more.
        void end(Connection connection) throws IOException;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        int end = start + length;
        for (int from = start; from < end; from += MAX_FRAME) {
            int to = Math.min(end, from + MAX_FRAME);
            send(framing.data(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, from, to))));
        }
    }

    /// Sends a frame without bytes, by which some clients learn that the stream works. It is the
    /// first thing that is sent, and so does not wait.
    public void greet() {
        connection.sendAtOnce(framing.data(Unpooled.EMPTY_BUFFER));
    }

    private void send(Object frame) throws IOException {
        if (isFinished()) {
            throw new IOException("the stream has ended");
        }
        connection.send(frame);
    }

    synchronized boolean isFinished() {
        return finished;
    }

    /// The client has refused the stream: nothing more goes there.
    synchronized void abandon() {
        finished = true;
    }

    /// Ends the stream. Ending it twice does nothing; a client that has left needs no end.
    @Override
    public void close() {
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
        }
        try {
            framing.end(connection);
        } catch (IOException e) {
            abandon();
        }
    }
}
