package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;
import static dev.hako.oci.json.Kind.word;

import dev.hako.engine.health.Health;
import dev.hako.engine.health.HealthProbe;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Instant;

/// What is known of the health of a container's run, for the next engine.
record HealthDocument(Health health) implements JsonRecord {
    static final String FILE = "health.json";
    private static final int SCHEMA = 1;

    static HealthDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, HealthDocument::read);
    }

    private static HealthDocument read(JsonObject in) {
        Schemas.require(in.required("schema", INT32), SCHEMA, FILE);
        return new HealthDocument(
                new Health(
                        in.required("status", word(Health.Status.values())),
                        in.optional("failingStreak", INT32, 0),
                        in.list("log", object(HealthDocument::readProbe))));
    }

    private static HealthProbe readProbe(JsonObject in) {
        return new HealthProbe(
                in.required("start", text(Instant::parse)),
                in.required("end", text(Instant::parse)),
                in.required("exitCode", INT32),
                in.optional("output", STRING, ""));
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("schema", SCHEMA)
                .put("status", health.status())
                .put("failingStreak", health.failingStreak())
                .put("log", health.log().stream().map(Probe::new).toList());
    }

    private record Probe(HealthProbe probe) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("start", probe.start().toString())
                    .put("end", probe.end().toString())
                    .always("exitCode", probe.exitCode())
                    .put("output", probe.output());
        }
    }
}
