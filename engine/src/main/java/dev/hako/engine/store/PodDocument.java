package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;

import dev.hako.engine.config.Orchestration;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.PodUsers;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Instant;
import java.util.Optional;

/// `pod.json`: what a pod is, written once when it is created. Which containers are in it is told
/// by their own documents.
///
/// @param id 64 hexadecimal digits
/// @param name what users call it
/// @param createdAt when
/// @param config what was asked for
public record PodDocument(String id, String name, Instant createdAt, PodConfig config)
        implements JsonRecord {
    static final String FILE = "pod.json";
    private static final int SCHEMA = 1;

    static PodDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, PodDocument::read);
    }

    private static PodDocument read(JsonObject in) {
        Schemas.require(in.required("schema", INT32), SCHEMA, FILE);
        return new PodDocument(
                in.required("id", STRING),
                in.required("name", STRING),
                in.required("createdAt", text(Instant::parse)),
                in.required("config", object(PodDocument::readConfig)));
    }

    private static PodConfig readConfig(JsonObject in) {
        return new PodConfig(
                ConfigCodec.maybe(in, "name", STRING),
                in.map("labels", STRING),
                SharingCodec.shares(in, "shares"),
                ConfigCodec.maybe(in, "hostname", STRING),
                ConfigCodec.maybe(in, "network", STRING),
                in.map("sysctls", STRING),
                NetworkCodec.read(in),
                in.required("shmBytes", INT64),
                readOrchestration(in));
    }

    private static Orchestration readOrchestration(JsonObject in) {
        return new Orchestration(
                in.map("annotations", STRING),
                ConfigCodec.maybe(in, "cgroupParent", STRING),
                Optional.ofNullable(in.optional("users", object(PodDocument::readUsers))),
                in.flag("temporary"));
    }

    private static PodUsers readUsers(JsonObject in) {
        return new PodUsers(in.required("first", INT64), in.required("count", INT64));
    }

    private static JsonRecord written(PodUsers users) {
        return fields -> fields.put("first", users.first()).put("count", users.count());
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("schema", SCHEMA)
                .put("id", id)
                .put("name", name)
                .put("createdAt", createdAt.toString())
                .put("config", (JsonRecord) this::writeConfig);
    }

    private void writeConfig(ObjectWriter out) {
        out.put("name", config.name().orElse(null))
                .put("labels", config.labels())
                .put("shares", SharingCodec.words(config.shares()))
                .put("hostname", config.hostname().orElse(null))
                .put("network", config.network().orElse(null))
                .put("sysctls", config.sysctls())
                .always("shmBytes", config.shmBytes())
                .put("annotations", config.orchestration().annotations())
                .put("cgroupParent", config.orchestration().cgroupParent().orElse(null))
                .put("users", config.orchestration().users().map(PodDocument::written).orElse(null))
                .flag("temporary", config.orchestration().temporary());
        NetworkCodec.write(config.connections(), out);
    }
}
