package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;

import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.PodConfig.HostEntry;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Instant;
import java.util.List;

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
        List<HostEntry> hosts = in.list("hosts", object(PodDocument::readHost));
        return new PodConfig(
                ConfigCodec.maybe(in, "name", STRING),
                in.map("labels", STRING),
                SharingCodec.shares(in, "shares"),
                ConfigCodec.maybe(in, "hostname", STRING),
                in.required("network", STRING),
                in.map("sysctls", STRING),
                hosts,
                in.required("shmBytes", INT64));
    }

    private static HostEntry readHost(JsonObject in) {
        return new HostEntry(in.required("address", STRING), in.required("name", STRING));
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
                .put("network", config.network())
                .put("sysctls", config.sysctls())
                .put("hosts", config.hosts().stream().map(PodDocument::entry).toList())
                .always("shmBytes", config.shmBytes());
    }

    private static JsonRecord entry(HostEntry host) {
        return out -> out.put("address", host.address()).put("name", host.name());
    }
}
