package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Body;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Location;
import dev.hako.image.registry.http.Reply;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/// `POST /v2/NAME/blobs/uploads/`, then `PUT` of the whole blob to where the answer says; in chunks
/// only if that is too large for the registry, or for a proxy before it: some registries take no
/// chunks (distribution-spec, "Pushing a blob monolithically", "Pushing a blob in chunks").
final class BlobUpload {
    static final String BYTES = "application/octet-stream";
    private static final int TOO_LARGE = 413;

    private final Repository repository;
    private final Descriptor blob;
    private final Content content;

    BlobUpload(Repository repository, Descriptor blob, Content content) {
        this.repository = repository;
        this.blob = blob;
        this.content = content;
    }

    /// The bytes of a blob.
    @FunctionalInterface
    interface Content {
        /// All from some byte on.
        InputStream from(long offset) throws IOException;
    }

    /// Sends the blob, from its start if a try fails half way.
    ///
    /// @param begun an upload that has been started already
    void send(Optional<URI> begun) throws IOException {
        Optional<URI> upload = begun;
        for (int done = 1; ; done++) {
            try {
                whole(upload.isPresent() ? upload.get() : start());
                return;
            } catch (Failure e) {
                int tries = repository.session().agent().tries();
                if (e.kind() != Failure.Kind.UNAVAILABLE || done >= tries) {
                    throw e;
                }
                repository.session().agent().pauseAfter(intent(), done);
            }
            if (new BlobHead(repository).exists(blob)) {
                // Only its answer had been lost.
                return;
            }
            upload = Optional.empty();
        }
    }

    private URI start() {
        Call call = repository.pushing(verb(), "POST", repository.uri("blobs/uploads/"));
        try (Reply reply = repository.send(call)) {
            if (reply.status() != 202) {
                throw repository.refusal(reply);
            }
            return Location.of(reply);
        }
    }

    private void whole(URI upload) throws IOException {
        Body body = new Body(BYTES, blob.sizeBytes(), () -> content.from(0));
        boolean tooLarge;
        try (Reply reply = repository.send(finishing(upload).body(body))) {
            tooLarge = reply.status() == TOO_LARGE;
            if (!tooLarge) {
                requireStored(reply);
            }
        }
        if (tooLarge) {
            URI fresh = start();
            URI last = new ChunkedUpload(repository, blob, content).send(fresh);
            try (Reply reply = repository.send(finishing(last))) {
                requireStored(reply);
            }
        }
    }

    private void requireStored(Reply reply) {
        if (reply.status() != 201 && reply.status() != 204) {
            throw repository.refusal(reply);
        }
        PushedDigest.compare(reply, blob.digest());
    }

    private Call finishing(URI upload) {
        String separator = upload.getRawQuery() == null ? "?" : "&";
        URI finish = URI.create(upload + separator + "digest=" + blob.digest());
        return repository.pushing(verb(), "PUT", finish).once();
    }

    private String verb() {
        return "push blob " + blob.digest();
    }

    private String intent() {
        return "cannot " + verb() + " of \"" + repository.shown() + "\"";
    }
}
