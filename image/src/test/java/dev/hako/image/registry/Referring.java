package dev.hako.image.registry;

import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import java.util.List;
import java.util.Map;

/// An artifact that is about an image.
final class Referring {
    private Referring() {}

    static Document to(Descriptor subject, Descriptor config) {
        byte[] bytes =
                Json.write(
                        new Manifest(
                                MediaTypes.OCI_MANIFEST,
                                "application/vnd.test",
                                config,
                                List.of(),
                                subject,
                                Map.of("about", "it")));
        return new Document(
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length), bytes);
    }
}
