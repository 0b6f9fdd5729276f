package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.UINT64;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import org.jspecify.annotations.Nullable;

/// Limits on processor time (config-linux.md, "CPU").
///
/// @param shares relative weight, 2 to 262144 on cgroup v1; unsigned, as all but the quotas
/// @param quotaMicros microseconds of processor time in each period; -1 is no limit
/// @param burstMicros microseconds of unused quota that may be kept for later
/// @param cpus as `0-3,7` (`cpuset(7)`)
/// @param mems memory nodes, as `cpus`
/// @param idle 1 runs it only when nothing else wants the processor
public record CpuResources(
        @Nullable Long shares,
        @Nullable Long quotaMicros,
        @Nullable Long burstMicros,
        @Nullable Long periodMicros,
        @Nullable Long realtimeRuntimeMicros,
        @Nullable Long realtimePeriodMicros,
        @Nullable String cpus,
        @Nullable String mems,
        @Nullable Long idle)
        implements JsonRecord {

    /// Refuses processors and nodes that are not a list.
    public CpuResources {
        NumberList.require("cpus", cpus);
        NumberList.require("mems", mems);
    }

    static CpuResources read(JsonObject in) {
        return new CpuResources(
                in.optional("shares", UINT64),
                in.optional("quota", INT64),
                in.optional("burst", UINT64),
                in.optional("period", UINT64),
                in.optional("realtimeRuntime", INT64),
                in.optional("realtimePeriod", UINT64),
                in.optional("cpus", STRING),
                in.optional("mems", STRING),
                in.optional("idle", INT64));
    }

    @Override
    public void write(ObjectWriter out) {
        out.unsigned("shares", shares)
                .put("quota", quotaMicros)
                .unsigned("burst", burstMicros)
                .unsigned("period", periodMicros)
                .put("realtimeRuntime", realtimeRuntimeMicros)
                .unsigned("realtimePeriod", realtimePeriodMicros)
                .put("cpus", cpus)
                .put("mems", mems)
                .put("idle", idle);
    }
}
