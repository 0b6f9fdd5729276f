package dev.hako.image.registry;

import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Reply;
import dev.hako.oci.image.Descriptor;

/// `HEAD /v2/NAME/blobs/DIGEST` (distribution-spec, "Checking if content exists in the registry").
record BlobHead(Repository repository) {

    /// Whether the repository has a blob. It is asked by whoever wants to push it.
    boolean exists(Descriptor blob) {
        Call call =
                repository.pushing(
                        "look up blob " + blob.digest(),
                        "HEAD",
                        repository.uri("blobs/" + blob.digest()));
        try (Reply reply = repository.send(call)) {
            return switch (reply.status()) {
                case 200 -> true;
                case 404 -> false;
                default -> throw repository.refusal(reply);
            };
        }
    }
}
