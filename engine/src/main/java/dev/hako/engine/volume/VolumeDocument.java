package dev.hako.engine.volume;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.text;

import dev.hako.engine.store.Schemas;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `volume.json`: what a volume is, beside its files.
///
/// @param goesWith absent: it outlives all containers
record VolumeDocument(
        String name,
        Instant createdAt,
        Map<String, String> labels,
        Map<String, String> options,
        @Nullable String goesWith)
        implements JsonRecord {
    static final String FILE = "volume.json";
    private static final int SCHEMA = 1;

    static VolumeDocument of(Volume volume) {
        return new VolumeDocument(
                volume.name(),
                volume.createdAt(),
                volume.labels(),
                volume.options(),
                volume.goesWith().orElse(null));
    }

    static VolumeDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, VolumeDocument::read);
    }

    private static VolumeDocument read(JsonObject in) {
        Schemas.require(in.required("schema", INT32), SCHEMA, FILE);
        return new VolumeDocument(
                in.required("name", STRING),
                in.required("createdAt", text(Instant::parse)),
                in.map("labels", STRING),
                in.map("options", STRING),
                in.optional("goesWith", STRING));
    }

    Volume in(Path mountpoint) {
        return new Volume(
                name, createdAt, labels, options, Optional.ofNullable(goesWith), mountpoint);
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("schema", SCHEMA)
                .put("name", name)
                .put("createdAt", createdAt.toString())
                .put("labels", labels)
                .put("options", options)
                .put("goesWith", goesWith);
    }
}
