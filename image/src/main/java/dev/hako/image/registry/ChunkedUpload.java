package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Body;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Location;
import dev.hako.image.registry.http.Reply;
import dev.hako.oci.image.Descriptor;
import java.net.URI;

/// `PATCH` of chunk after chunk (distribution-spec, "Pushing a blob in chunks").
record ChunkedUpload(Repository repository, Descriptor blob, BlobUpload.Content content) {
    private static final long CHUNK = 8L << 20;

    /// Sends all chunks.
    ///
    /// @return where the upload is to be finished
    URI send(URI upload) {
        URI next = upload;
        for (long at = 0; at < blob.sizeBytes(); at += CHUNK) {
            next = chunk(next, at, Math.min(CHUNK, blob.sizeBytes() - at));
        }
        return next;
    }

    private URI chunk(URI upload, long offset, long length) {
        Body body =
                new Body(BlobUpload.BYTES, length, () -> new Slice(content.from(offset), length));
        String what = "push blob " + blob.digest();
        Call call =
                repository
                        .pushing(what, "PATCH", upload)
                        .header("Content-Range", offset + "-" + (offset + length - 1))
                        .body(body)
                        .once();
        try (Reply reply = repository.send(call)) {
            if (reply.status() != 202) {
                throw repository.refusal(reply);
            }
            requireTaken(reply, offset + length - 1);
            return Location.of(reply);
        }
    }

    private static void requireTaken(Reply reply, long last) {
        String range = reply.header("Range").orElse("0-" + last);
        if (!range.endsWith("-" + last)) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    reply.call().intent() + ": the registry did not take all that was sent");
        }
    }
}
