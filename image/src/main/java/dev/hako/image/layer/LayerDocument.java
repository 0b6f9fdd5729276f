package dev.hako.image.layer;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Digest;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;

/// `layer.json`, beside a layer's files.
///
/// @param bytes of its archive
/// @param entries of its archive
/// @param bootId of the boot in which it was unpacked
/// @param settled whether it is known to be on the disk, and so to outlive that boot
record LayerDocument(Digest diffId, long bytes, long entries, String bootId, boolean settled)
        implements JsonRecord {
    static final String FILE = "layer.json";
    private static final int SCHEMA = 1;

    LayerDocument settle() {
        return new LayerDocument(diffId, bytes, entries, bootId, true);
    }

    static LayerDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, LayerDocument::read);
    }

    private static LayerDocument read(JsonObject json) {
        int schema = json.required("schema", INT32);
        if (schema != SCHEMA) {
            throw Failure.unsupported(
                            "a layer was unpacked by a newer Hako (schema " + schema + ")")
                    .hint("use that one, or another HAKO_ROOT");
        }
        return new LayerDocument(
                Digest.parse(json.required("diffId", STRING)),
                json.required("bytes", INT64),
                json.required("entries", INT64),
                json.required("bootId", STRING),
                json.flag("settled"));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("schema", SCHEMA)
                .put("diffId", diffId.toString())
                .put("bytes", bytes)
                .put("entries", entries)
                .put("bootId", bootId)
                .flag("settled", settled);
    }
}
