package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/// A stream that is read to its end in the background, so that its writer never waits.
final class Reading {
    private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();

    private Reading() {}

    static Reading of(InputStream stream) {
        var reading = new Reading();
        Thread.startVirtualThread(() -> reading.read(stream));
        return reading;
    }

    private void read(InputStream stream) {
        try (stream) {
            bytes.complete(stream.readAllBytes());
        } catch (IOException e) {
            bytes.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /// All of it, as soon as its writers have closed it.
    String text() {
        return new String(bytes.join(), UTF_8);
    }
}
