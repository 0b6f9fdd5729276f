package dev.hako.oci.image;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The manifests of one image for several platforms, or of several images (image-spec
/// image-index.md). It is also the `index.json` of an image layout.
///
/// @param mediaType absent in documents of some older writers
/// @param subject the manifest that this one is about
public record Index(
        @Nullable String mediaType,
        @Nullable String artifactType,
        List<Descriptor> manifests,
        @Nullable Descriptor subject,
        Map<String, String> annotations)
        implements JsonRecord {

    /// Refuses the media type of anything else than an index.
    public Index {
        Require.that(
                mediaType == null || MediaTypes.isIndex(mediaType),
                "mediaType",
                String.valueOf(mediaType),
                "must be an image index's");
        Descriptor.requireMediaType("artifactType", artifactType);
        manifests = List.copyOf(manifests);
        annotations = Require.sorted(annotations);
    }

    /// An OCI index of these manifests.
    public static Index of(List<Descriptor> manifests) {
        return new Index(MediaTypes.OCI_INDEX, null, manifests, null, Map.of());
    }

    /// Reads an index.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it breaks a rule, or is a manifest too
    public static Index parse(byte[] utf8) {
        return Json.read("image index", utf8, Index::read);
    }

    /// The manifest that runs best on such a machine: of the highest variant it has, and of several
    /// alike the first.
    public Optional<Descriptor> manifestFor(Platform machine) {
        return machine.best(manifests, Descriptor::platform);
    }

    /// A document that is both index and manifest could show each of two programs another image
    /// (CVE-2021-41190).
    private static Index read(JsonObject in) {
        SchemaVersion.require(in);
        in.forbid("config", "an image index must not be a manifest too");
        in.forbid("layers", "an image index must not be a manifest too");
        return new Index(
                in.optional("mediaType", STRING),
                in.optional("artifactType", STRING),
                in.list("manifests", object(Descriptor::read)),
                in.optional("subject", object(Descriptor::read)),
                in.map("annotations", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        SchemaVersion.write(out);
        out.put("mediaType", mediaType)
                .put("artifactType", artifactType)
                .always("manifests", manifests)
                .put("subject", subject)
                .put("annotations", annotations);
    }
}
