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
import org.jspecify.annotations.Nullable;

/// One image for one platform, or an artifact (image-spec manifest.md).
///
/// @param mediaType absent in documents of some older writers
/// @param layers the lowest first
/// @param subject the manifest that this one is about
public record Manifest(
        @Nullable String mediaType,
        @Nullable String artifactType,
        Descriptor config,
        List<Descriptor> layers,
        @Nullable Descriptor subject,
        Map<String, String> annotations)
        implements JsonRecord {

    /// Refuses the media type of anything else than a manifest.
    public Manifest {
        Require.that(
                mediaType == null || MediaTypes.isManifest(mediaType),
                "mediaType",
                String.valueOf(mediaType),
                "must be an image manifest's");
        Descriptor.requireMediaType("artifactType", artifactType);
        layers = List.copyOf(layers);
        annotations = Require.sorted(annotations);
    }

    /// An OCI manifest of an image.
    public static Manifest of(Descriptor config, List<Descriptor> layers) {
        return new Manifest(MediaTypes.OCI_MANIFEST, null, config, layers, null, Map.of());
    }

    /// Whether containers can be made of it: an index also names what is said of its images, such
    /// as how they were built, in manifests with layers of other kinds.
    public boolean isImage() {
        return MediaTypes.isConfig(config.mediaType())
                && layers.stream()
                        .allMatch(layer ->
                                MediaTypes.layerCompression(layer.mediaType()).isPresent());
    }

    /// Reads a manifest.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it breaks a rule, or is an index too
    public static Manifest parse(byte[] utf8) {
        return Json.read("image manifest", utf8, Manifest::read);
    }

    /// A document that is both index and manifest could show each of two programs another image
    /// (CVE-2021-41190).
    private static Manifest read(JsonObject in) {
        SchemaVersion.require(in);
        in.forbid("manifests", "an image manifest must not be an index too");
        return new Manifest(
                in.optional("mediaType", STRING),
                in.optional("artifactType", STRING),
                in.required("config", object(Descriptor::read)),
                in.list("layers", object(Descriptor::read)),
                in.optional("subject", object(Descriptor::read)),
                in.map("annotations", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        SchemaVersion.write(out);
        out.put("mediaType", mediaType)
                .put("artifactType", artifactType)
                .put("config", config)
                .always("layers", layers)
                .put("subject", subject)
                .put("annotations", annotations);
    }
}
