package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The container's share of cache and memory bandwidth (config-linux.md, "IntelRdt").
///
/// @param closId the class of service, a folder of the resctrl filesystem
/// @param schemata lines for the class's `schemata` file
/// @param enableMonitoring whether the container's use is counted on its own
public record IntelRdt(
        @Nullable String closId,
        List<String> schemata,
        @Nullable String l3CacheSchema,
        @Nullable String memBwSchema,
        boolean enableMonitoring)
        implements JsonRecord {

    /// Refuses a class that leads out of the resctrl filesystem.
    public IntelRdt {
        Require.text("closID", closId);
        Require.that(
                closId == null || (!closId.contains("/") && !closId.startsWith("..")),
                "closID",
                String.valueOf(closId),
                "must be the name of a folder");
        schemata = Require.texts("schemata", schemata);
        Require.text("l3CacheSchema", l3CacheSchema);
        Require.text("memBwSchema", memBwSchema);
    }

    static IntelRdt read(JsonObject in) {
        return new IntelRdt(
                in.optional("closID", STRING),
                in.list("schemata", STRING),
                in.optional("l3CacheSchema", STRING),
                in.optional("memBwSchema", STRING),
                in.flag("enableMonitoring"));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("closID", closId)
                .put("schemata", schemata)
                .put("l3CacheSchema", l3CacheSchema)
                .put("memBwSchema", memBwSchema)
                .flag("enableMonitoring", enableMonitoring);
    }
}
