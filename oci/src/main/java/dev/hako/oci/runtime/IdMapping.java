package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.UINT32;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;

/// A range of ids that the container sees under other numbers (config-linux.md, "User namespace
/// mappings").
///
/// @param containerId the first id inside
/// @param hostId the first id outside
/// @param size how many ids, at least 1
public record IdMapping(long containerId, long hostId, long size) implements JsonRecord {

    /// Refuses ids beyond 32 bits and empty ranges.
    public IdMapping {
        Require.uint32("containerID", containerId);
        Require.uint32("hostID", hostId);
        Require.range("size", size, 1, 0xffff_ffffL);
    }

    static IdMapping read(JsonObject in) {
        return new IdMapping(
                in.required("containerID", UINT32),
                in.required("hostID", UINT32),
                in.required("size", UINT32));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("containerID", containerId).put("hostID", hostId).put("size", size);
    }
}
