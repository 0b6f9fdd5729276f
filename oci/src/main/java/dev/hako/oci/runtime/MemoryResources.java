package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.UINT64;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import org.jspecify.annotations.Nullable;

/// Limits on memory in bytes, -1 for none (config-linux.md, "Memory").
///
/// @param swapBytes memory and swap together
/// @param swappiness how readily pages are swapped, 0 to 200
/// @param disableOomKiller whether a container out of memory waits instead of being killed (v1
///   only)
/// @param useHierarchy whether children's use counts (v1 only)
/// @param checkBeforeUpdate whether a new limit below the present use is refused
public record MemoryResources(
        @Nullable Long limitBytes,
        @Nullable Long reservationBytes,
        @Nullable Long swapBytes,
        @Nullable Long kernelBytes,
        @Nullable Long kernelTcpBytes,
        @Nullable Long swappiness,
        boolean disableOomKiller,
        boolean useHierarchy,
        boolean checkBeforeUpdate)
        implements JsonRecord {

    /// Refuses a swappiness the kernel does not have.
    public MemoryResources {
        Require.range("swappiness", swappiness, 0, 200);
    }

    static MemoryResources read(JsonObject in) {
        return new MemoryResources(
                in.optional("limit", INT64),
                in.optional("reservation", INT64),
                in.optional("swap", INT64),
                in.optional("kernel", INT64),
                in.optional("kernelTCP", INT64),
                in.optional("swappiness", UINT64),
                in.flag("disableOOMKiller"),
                in.flag("useHierarchy"),
                in.flag("checkBeforeUpdate"));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("limit", limitBytes)
                .put("reservation", reservationBytes)
                .put("swap", swapBytes)
                .put("kernel", kernelBytes)
                .put("kernelTCP", kernelTcpBytes)
                .unsigned("swappiness", swappiness)
                .flag("disableOOMKiller", disableOomKiller)
                .flag("useHierarchy", useHierarchy)
                .flag("checkBeforeUpdate", checkBeforeUpdate);
    }
}
