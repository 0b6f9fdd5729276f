package dev.hako.image.registry.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Waits for an answer as long as something moves: a large upload may take an hour, but not stand
/// still for a minute.
final class Watch {
    private final Duration patience;
    private final AtomicLong movedNanos = new AtomicLong(System.nanoTime());

    Watch(Duration patience) {
        this.patience = patience;
    }

    void progress() {
        movedNanos.set(System.nanoTime());
    }

    <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            while (true) {
                long left = movedNanos.get() + patience.toNanos() - System.nanoTime();
                if (left <= 0) {
                    throw new HttpTimeoutException("no answer for " + patience.toSeconds() + " s");
                }
                try {
                    return answer.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    // Something may have moved meanwhile.
                }
            }
        } catch (ExecutionException e) {
            throw asIoException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("given up");
        } finally {
            answer.cancel(true);
        }
    }

    private static IOException asIoException(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause instanceof IOException io
                ? io
                : new IOException(String.valueOf(cause.getMessage()), cause);
    }
}
