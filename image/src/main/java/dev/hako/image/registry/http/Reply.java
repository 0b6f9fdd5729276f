package dev.hako.image.registry.http;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;

/// What a server answered.
///
/// @param call what it had been asked
/// @param uri who answered, after redirects
/// @param body as it comes; closing it gives up what has not come
public record Reply(Call call, int status, HttpHeaders headers, URI uri, InputStream body)
        implements AutoCloseable {

    /// The first value of a header.
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /// The whole body.
    ///
    /// @throws Failure `INVALID` if it is longer than this
    public byte[] bytes(int limit) throws IOException {
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw Failure.invalid(call.intent() + ": the answer has more than " + limit + " bytes");
        }
        return bytes;
    }

    /// Reads up to its end what is short, so that the connection can be used again.
    void drain(int limit) {
        try {
            body.readNBytes(limit);
        } catch (IOException e) {
            // It is closed next.
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new AssertionError("nothing is flushed", e);
        }
    }
}
