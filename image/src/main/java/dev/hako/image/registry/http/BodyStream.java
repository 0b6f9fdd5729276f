package dev.hako.image.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A response's body for a reader who blocks. One piece is asked for ahead of him, and he waits
/// only so long for the next.
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {
    private final Duration patience;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> current = new ArrayDeque<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private @Nullable Piece last;

    BodyStream(Duration patience) {
        this.patience = patience;
    }

    private sealed interface Piece {
        record Data(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Broken(Throwable cause) implements Piece {}
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Data(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        pieces.add(new Piece.Broken(cause));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
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
        ByteBuffer buffer = nonEmpty();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        return count;
    }

    /// The next buffer with something in it, or null at the end.
    private @Nullable ByteBuffer nonEmpty() throws IOException {
        while (true) {
            ByteBuffer head = current.peek();
            if (head != null && head.hasRemaining()) {
                return head;
            }
            if (head != null) {
                current.remove();
            } else if (!receive()) {
                return null;
            }
        }
    }

    private boolean receive() throws IOException {
        Piece piece = last == null ? next() : last;
        if (piece instanceof Piece.Data(List<ByteBuffer> buffers)) {
            current.addAll(buffers);
            subscription.join().request(1);
            return true;
        }
        last = piece;
        if (piece instanceof Piece.Broken(Throwable cause)) {
            throw new IOException(cause.getMessage(), cause);
        }
        return false;
    }

    private Piece next() throws IOException {
        try {
            Piece piece = pieces.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                close();
                throw new HttpTimeoutException("no byte for " + patience.toSeconds() + " s");
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException("given up");
        }
    }

    /// A connection whose body is not read to its end is of no more use, and is closed.
    @Override
    public void close() {
        last = last == null ? new Piece.Broken(new IOException("closed")) : last;
        current.clear();
        var _ = subscription.thenAccept(Flow.Subscription::cancel);
    }
}
