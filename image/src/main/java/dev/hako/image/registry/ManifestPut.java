package dev.hako.image.registry;

import dev.hako.image.registry.http.Body;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Reply;
import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `PUT /v2/NAME/manifests/REFERENCE` (distribution-spec, "Pushing Manifests").
record ManifestPut(Repository repository) {

    /// Pushes a manifest or an index, all of whose parts are there.
    ///
    /// @param reference a tag, or the document's digest
    void put(String reference, Document document) throws IOException {
        Descriptor descriptor = document.descriptor();
        Call call =
                repository
                        .pushing(
                                "push manifest \"" + reference + "\"",
                                "PUT",
                                repository.uri("manifests/" + reference))
                        .body(Body.of(descriptor.mediaType(), document.bytes()));
        boolean linked;
        try (Reply reply = repository.send(call)) {
            if (reply.status() != 201) {
                throw repository.refusal(reply);
            }
            PushedDigest.compare(reply, descriptor.digest());
            linked = reply.header("OCI-Subject").isPresent();
        }
        Referral referral = referral(document);
        if (!linked && referral != null) {
            new Referrers(repository).add(referral.subject(), referral.referrer());
        }
    }

    /// That a manifest is about another one.
    private record Referral(Digest subject, Descriptor referrer) {}

    private static @Nullable Referral referral(Document document) {
        if (MediaTypes.isIndex(document.descriptor().mediaType())) {
            Index index = Index.parse(document.bytes());
            return referral(document, index.subject(), index.artifactType(), index.annotations());
        }
        Manifest manifest = Manifest.parse(document.bytes());
        String type =
                Objects.requireNonNullElse(manifest.artifactType(), manifest.config().mediaType());
        return referral(document, manifest.subject(), type, manifest.annotations());
    }

    private static @Nullable Referral referral(
            Document document,
            @Nullable Descriptor subject,
            @Nullable String artifactType,
            Map<String, String> annotations) {
        Descriptor own = document.descriptor();
        return subject == null
                ? null
                : new Referral(
                        subject.digest(),
                        new Descriptor(
                                own.mediaType(),
                                own.digest(),
                                own.sizeBytes(),
                                List.of(),
                                annotations,
                                null,
                                artifactType));
    }
}
