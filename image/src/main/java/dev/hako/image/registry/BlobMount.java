package dev.hako.image.registry;

import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Location;
import dev.hako.image.registry.http.Reply;
import dev.hako.oci.image.Descriptor;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/// `POST /v2/NAME/blobs/uploads/?mount=DIGEST&from=OTHER` (distribution-spec, "Mounting a blob from
/// another repository").
record BlobMount(Repository repository) {

    /// What came of it.
    sealed interface Outcome {
        /// The blob is there now.
        record Mounted() implements Outcome {}

        /// It has to be sent, to this address.
        record Begun(URI upload) implements Outcome {}

        /// It has to be sent from the very start.
        record Refused() implements Outcome {}
    }

    /// Lets the registry take a blob from another of its repositories.
    Outcome mount(Descriptor blob, String from) {
        Set<String> scopes = new TreeSet<>(repository.push());
        scopes.add("repository:" + from + ":pull");
        Call call =
                repository
                        .pushing(
                                "mount blob " + blob.digest(),
                                "POST",
                                repository.uri(
                                        "blobs/uploads/?mount=" + blob.digest() + "&from=" + from))
                        .scopes(scopes);
        try (Reply reply = repository.send(call)) {
            return switch (reply.status()) {
                case 201 -> new Outcome.Mounted();
                case 202 -> new Outcome.Begun(Location.of(reply));
                default -> new Outcome.Refused();
            };
        }
    }
}
