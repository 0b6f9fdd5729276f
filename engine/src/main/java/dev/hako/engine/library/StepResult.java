package dev.hako.engine.library;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.engine.store.Schemas;
import dev.hako.image.layout.Layer;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Instant;

/// What a step of a build has made.
///
/// @param layer of the files that it has changed
/// @param manifest of an image of that layer alone, by which the store keeps it
/// @param bytes that the layer takes, unpacked
/// @param created when it was made
/// @param title of the step, for people
public record StepResult(Layer layer, Digest manifest, long bytes, Instant created, String title)
        implements JsonRecord {
    private static final int SCHEMA = 1;

    /// Reads one.
    public static StepResult parse(byte[] utf8) {
        return Json.read("step", utf8, StepResult::read);
    }

    private static StepResult read(JsonObject json) {
        Schemas.require(json.required("schema", INT32), SCHEMA, "a step of the build cache");
        Descriptor blob =
                Descriptor.of(
                        json.required("mediaType", STRING),
                        Digest.parse(json.required("blob", STRING)),
                        json.required("blobBytes", INT64));
        return new StepResult(
                new Layer(blob, Digest.parse(json.required("diffId", STRING))),
                Digest.parse(json.required("manifest", STRING)),
                json.required("bytes", INT64),
                Instant.parse(json.required("created", STRING)),
                json.required("title", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("schema", SCHEMA)
                .put("mediaType", layer.descriptor().mediaType())
                .put("blob", layer.descriptor().digest().toString())
                .put("blobBytes", layer.descriptor().sizeBytes())
                .put("diffId", layer.diffId().toString())
                .put("manifest", manifest.toString())
                .put("bytes", bytes)
                .put("created", created.toString())
                .put("title", title);
    }
}
