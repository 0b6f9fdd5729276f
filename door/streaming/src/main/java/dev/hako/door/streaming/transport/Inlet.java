package dev.hako.door.streaming.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What a client sends in one stream. It is filled by the event loop and read by one thread.
public final class Inlet extends InputStream {
    private final Connection connection;
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private int offset;
    private boolean ended;
    private boolean closed;
    private @Nullable String broken;

    Inlet(Connection connection) {
        this.connection = connection;
    }

    /// Adds what has come; after an end, or when nobody reads any more, it is dropped.
    void add(ByteBuf data) {
        if (!data.isReadable()) {
            return;
        }
        byte[] piece = new byte[data.readableBytes()];
        data.readBytes(piece);
        if (offer(piece)) {
            connection.received(Connection.cost(piece.length));
        }
    }

    private synchronized boolean offer(byte[] piece) {
        if (ended || closed || broken != null) {
            return false;
        }
        pieces.add(piece);
        notifyAll();
        return true;
    }

    /// The client sends no more in this stream.
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// The stream is lost: what has not been read is dropped.
    void lose(String why) {
        long freed;
        synchronized (this) {
            if (broken == null && !(ended && pieces.isEmpty())) {
                broken = why;
            }
            freed = drop();
            notifyAll();
        }
        connection.consumed(freed);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count;
        long freed;
        synchronized (this) {
            byte[] piece = await();
            if (piece == null) {
                return -1;
            }
            count = Math.min(length, piece.length - offset);
            System.arraycopy(piece, offset, into, start, count);
            freed = advance(piece, count);
        }
        connection.consumed(freed);
        return count;
    }

    private long advance(byte[] piece, int count) {
        offset += count;
        if (offset < piece.length) {
            return 0;
        }
        pieces.remove();
        offset = 0;
        return Connection.cost(piece.length);
    }

    /// The next piece, or nothing at the end.
    private byte @Nullable [] await() throws IOException {
        while (pieces.isEmpty() && !ended && !closed && broken == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (broken != null) {
            throw new IOException(broken);
        }
        return pieces.peek();
    }

    /// Nobody reads any more: what still comes is dropped.
    @Override
    public void close() {
        long freed;
        synchronized (this) {
            closed = true;
            freed = drop();
            notifyAll();
        }
        connection.consumed(freed);
    }

    synchronized boolean isOver() {
        return closed || broken != null || (ended && pieces.isEmpty());
    }

    private long drop() {
        long freed = pieces.stream().mapToLong(piece -> Connection.cost(piece.length)).sum();
        pieces.clear();
        offset = 0;
        return freed;
    }
}
