package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import dev.hako.image.Image;
import dev.hako.oci.image.Digest;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `container.json`: what a container is, written when it is created and when it gets another name
/// or other limits.
///
/// @param id 64 hexadecimal digits
/// @param name what users call it
/// @param createdAt when
/// @param config what was asked for
/// @param origin the stored image it is made of; empty: another
/// @param ids of its users, if they are not the engine's
public record ContainerDocument(
        String id,
        String name,
        Instant createdAt,
        ContainerConfig config,
        Optional<Image.Origin> origin,
        Optional<IdRange> ids)
        implements JsonRecord {
    static final String FILE = "container.json";
    private static final int SCHEMA = 1;

    /// The stored images that must not go while there is this container: what it is made of, and
    /// what it has mounted.
    public List<Image.Origin> images() {
        List<Image.Origin> images = new ArrayList<>();
        origin.ifPresent(images::add);
        for (MountRequest.ImageFiles files : config.storage().images()) {
            files.origin().ifPresent(images::add);
        }
        return images;
    }

    /// A container that is made of no stored image.
    public ContainerDocument(String id, String name, Instant createdAt, ContainerConfig config) {
        this(id, name, createdAt, config, Optional.empty(), Optional.empty());
    }

    public ContainerDocument renamed(String newName) {
        return new ContainerDocument(id, newName, createdAt, config, origin, ids);
    }

    /// The same with another configuration.
    public ContainerDocument with(ContainerConfig other) {
        return new ContainerDocument(id, name, createdAt, other, origin, ids);
    }

    static ContainerDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, ContainerDocument::read);
    }

    private static ContainerDocument read(JsonObject in) {
        Schemas.require(in.required("schema", INT32), SCHEMA, FILE);
        return new ContainerDocument(
                in.required("id", STRING),
                in.required("name", STRING),
                in.required("createdAt", text(Instant::parse)),
                in.required("config", object(ConfigCodec::read)),
                Optional.ofNullable(in.optional("origin", object(ContainerDocument::origin))),
                ids(in));
    }

    private static Optional<IdRange> ids(JsonObject in) {
        Long first = in.optional("firstId", INT64);
        long count = in.optional("idCount", INT64, (long) IdRange.COUNT);
        return Optional.ofNullable(first).map(id -> new IdRange(id, count));
    }

    static Image.Origin origin(JsonObject in) {
        return new Image.Origin(
                in.required("manifest", text(Digest::parse)),
                in.required("image", text(Digest::parse)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("schema", SCHEMA)
                .put("id", id)
                .put("name", name)
                .put("createdAt", createdAt.toString())
                .put("config", (JsonRecord) fields -> ConfigCodec.write(config, fields))
                .put("origin", origin.map(ContainerDocument::written).orElse(null))
                .put("firstId", ids.map(IdRange::first).orElse(null))
                .put("idCount", ids.map(IdRange::count).orElse(null));
    }

    static JsonRecord written(Image.Origin origin) {
        return fields ->
                fields.put("manifest", origin.manifest().toString())
                        .put("image", origin.id().toString());
    }
}
