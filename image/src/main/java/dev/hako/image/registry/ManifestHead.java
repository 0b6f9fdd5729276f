package dev.hako.image.registry;

import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Reply;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.Require;
import java.util.Optional;

/// `HEAD /v2/NAME/manifests/REFERENCE` (distribution-spec, "Checking if content exists in the
/// registry").
record ManifestHead(Repository repository) {

    /// What a registry says that a reference stands for; nothing if it does not say enough.
    ///
    /// @throws dev.hako.failure.Failure `NOT_FOUND` if there is no such manifest
    Optional<Descriptor> head(String reference) {
        Call call =
                repository.pulling(
                        "look up manifest \"" + reference + "\"",
                        "HEAD",
                        repository.uri("manifests/" + reference));
        try (Reply reply = repository.send(call.header("Accept", ManifestTypes.ACCEPTED))) {
            if (reply.status() != 200) {
                throw repository.refusal(reply);
            }
            return descriptor(reply);
        }
    }

    private static Optional<Descriptor> descriptor(Reply reply) {
        String mediaType = ManifestTypes.normal(reply.header("Content-Type").orElse(""));
        long size = reply.headers().firstValueAsLong("Content-Length").orElse(-1);
        Require.that(size <= Json.MAX_BYTES, "manifest", size, "has too many bytes");
        return ManifestTypes.isRead(mediaType) && size >= 0
                ? ReceivedManifest.announced(reply)
                        .map(digest -> Descriptor.of(mediaType, digest, size))
                : Optional.empty();
    }
}
