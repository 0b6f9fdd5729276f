package dev.hako.oci.image;

import static dev.hako.oci.json.Kind.INT32;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;

/// The version that indexes and manifests start with. 1 was Docker's first format, which named no
/// content by its digest.
final class SchemaVersion {
    private static final String FIELD = "schemaVersion";
    private static final int VERSION = 2;

    private SchemaVersion() {}

    static void require(JsonObject in) {
        int version = in.required(FIELD, INT32);
        Require.that(version == VERSION, FIELD, version, "only version 2 is supported");
    }

    static void write(ObjectWriter out) {
        out.put(FIELD, VERSION);
    }
}
