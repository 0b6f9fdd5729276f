package dev.hako.image.registry;

import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Reply;
import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `GET /v2/NAME/referrers/DIGEST`: what is about a manifest, such as a signature. A registry that
/// does not know the call has a tag for each subject instead (distribution-spec, "Listing
/// Referrers", "Referrers Tag Schema").
record Referrers(Repository repository) {

    /// What refers to a manifest, with its kind in `artifactType`.
    List<Descriptor> of(Digest subject) throws IOException {
        Call call =
                repository
                        .pulling(
                                "list what refers to " + subject,
                                "GET",
                                repository.uri("referrers/" + subject))
                        .header("Accept", MediaTypes.OCI_INDEX);
        try (Reply reply = repository.send(call)) {
            return switch (reply.status()) {
                case 200 -> Index.parse(reply.bytes(Json.MAX_BYTES)).manifests();
                case 404, 405 -> tagged(subject).manifests();
                default -> throw repository.refusal(reply);
            };
        }
    }

    /// Adds one where the registry does not do so by itself. Two who do it at once may lose one:
    /// the specification has no way around that.
    void add(Digest subject, Descriptor referrer) throws IOException {
        Index old = tagged(subject);
        List<Descriptor> all = new ArrayList<>(old.manifests());
        all.removeIf(other -> other.digest().equals(referrer.digest()));
        all.add(referrer);
        byte[] bytes =
                Json.write(
                        new Index(
                                MediaTypes.OCI_INDEX,
                                old.artifactType(),
                                all,
                                null,
                                old.annotations()));
        Descriptor index = Descriptor.of(MediaTypes.OCI_INDEX, Digest.sha256(bytes), bytes.length);
        new ManifestPut(repository).put(tag(subject), new Document(index, bytes));
    }

    private Index tagged(Digest subject) throws IOException {
        Optional<Document> index = new ManifestGet(repository).find(tag(subject));
        return index.map(found -> Index.parse(found.bytes())).orElse(Index.of(List.of()));
    }

    private static String tag(Digest subject) {
        return subject.algorithm() + "-" + subject.hex();
    }
}
