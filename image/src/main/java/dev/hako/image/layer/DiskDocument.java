package dev.hako.image.layer;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.failure.Failure;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;

/// `disk.json`, by which the image beside a layer's files is seen.
///
/// @param bootId of the boot in which it was written
/// @param settled whether it is known to be on the disk, and so to outlive that boot
record DiskDocument(String bootId, boolean settled) implements JsonRecord {
    static final String FILE = "disk.json";
    private static final int SCHEMA = 1;

    DiskDocument settle() {
        return new DiskDocument(bootId, true);
    }

    static DiskDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, DiskDocument::read);
    }

    private static DiskDocument read(JsonObject json) {
        int schema = json.required("schema", INT32);
        if (schema != SCHEMA) {
            throw Failure.unsupported(
                            "a layer's disk was made by a newer Hako (schema " + schema + ")")
                    .hint("use that one, or another HAKO_ROOT");
        }
        return new DiskDocument(json.required("bootId", STRING), json.flag("settled"));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("schema", SCHEMA).put("bootId", bootId).flag("settled", settled);
    }
}
