package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Reply;
import dev.hako.image.source.Document;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.util.Optional;

/// `GET /v2/NAME/manifests/REFERENCE` (distribution-spec, "Pulling manifests").
record ManifestGet(Repository repository) {

    /// A manifest or an index.
    ///
    /// @param reference a tag or a digest
    Document get(String reference) throws IOException {
        try (Reply reply = ask(reference)) {
            if (reply.status() != 200) {
                throw repository.refusal(reply);
            }
            return document(reply, reference);
        }
    }

    /// The same, if there is one.
    Optional<Document> find(String reference) throws IOException {
        try (Reply reply = ask(reference)) {
            return switch (reply.status()) {
                case 200 -> Optional.of(document(reply, reference));
                case 404 -> Optional.empty();
                default -> throw repository.refusal(reply);
            };
        }
    }

    private Reply ask(String reference) {
        Call call =
                repository.pulling(
                        "get manifest \"" + reference + "\"",
                        "GET",
                        repository.uri("manifests/" + reference));
        return repository.send(call.header("Accept", ManifestTypes.ACCEPTED));
    }

    private static Document document(Reply reply, String reference) throws IOException {
        byte[] bytes = reply.bytes(Json.MAX_BYTES);
        try {
            return ReceivedManifest.check(reply, bytes, reference);
        } catch (Failure e) {
            throw e.during(reply.call().intent());
        }
    }
}
