package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Reply;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// `GET /v2/NAME/blobs/DIGEST`, with a `Range` where it does not begin at the first byte
/// (distribution-spec, "Pulling blobs"; RFC 9110, section 14).
record BlobGet(Repository repository) {

    /// A blob as it comes; it may break off.
    InputStream open(Descriptor blob, long offset) throws IOException {
        if (offset == blob.sizeBytes() && offset > 0) {
            return InputStream.nullInputStream();
        }
        Call call =
                repository.pulling(
                        "get blob " + blob.digest(),
                        "GET",
                        repository.uri("blobs/" + blob.digest()));
        Reply reply =
                repository.send(offset == 0 ? call : call.header("Range", "bytes=" + offset + "-"));
        try {
            return from(reply, blob, offset);
        } catch (Failure | IOException e) {
            reply.close();
            throw e;
        }
    }

    private InputStream from(Reply reply, Descriptor blob, long offset) throws IOException {
        requireLength(reply, blob, reply.status() == 206 ? offset : 0);
        switch (reply.status()) {
            case 200 -> reply.body().skipNBytes(offset);
            case 206 -> requireRange(reply, offset);
            default -> throw repository.refusal(reply);
        }
        return reply.body();
    }

    private static void requireRange(Reply reply, long offset) {
        String range = reply.header("Content-Range").orElse("");
        if (!range.startsWith("bytes " + offset + "-")) {
            throw Failure.invalid(
                    reply.call().intent() + ": asked from byte " + offset + " on, it sends others");
        }
    }

    /// Told before a byte is read, where the registry says how many there are.
    private static void requireLength(Reply reply, Descriptor blob, long offset) {
        long length = reply.headers().firstValueAsLong("Content-Length").orElse(-1);
        boolean content = reply.status() == 200 || reply.status() == 206;
        if (content && length >= 0 && offset + length != blob.sizeBytes()) {
            throw Failure.invalid(
                    "%s: it has %d bytes instead of %d"
                            .formatted(reply.call().intent(), offset + length, blob.sizeBytes()));
        }
    }
}
