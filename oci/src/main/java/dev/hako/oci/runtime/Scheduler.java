package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.UINT64;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a process is scheduled (`sched_setattr(2)`).
///
/// @param nice -20 to 19, for `SCHED_OTHER` and `SCHED_BATCH`
/// @param priority 0 to 99, above 0 only for `SCHED_FIFO` and `SCHED_RR`
/// @param runtimeNanos nanoseconds, unsigned, for `SCHED_DEADLINE` as are the next two
public record Scheduler(
        Policy policy,
        @Nullable Integer nice,
        @Nullable Integer priority,
        List<Flag> flags,
        @Nullable Long runtimeNanos,
        @Nullable Long deadlineNanos,
        @Nullable Long periodNanos)
        implements JsonRecord {

    /// Refuses numbers the kernel does not take.
    public Scheduler {
        Require.range("nice", nice, -20, 19);
        Require.range("priority", priority, 0, 99);
        flags = List.copyOf(flags);
    }

    static Scheduler read(JsonObject in) {
        return new Scheduler(
                in.required("policy", word(Policy.values())),
                in.optional("nice", INT32),
                in.optional("priority", INT32),
                in.list("flags", word(Flag.values())),
                in.optional("runtime", UINT64),
                in.optional("deadline", UINT64),
                in.optional("period", UINT64));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("policy", policy)
                .put("nice", nice)
                .put("priority", priority)
                .put("flags", flags)
                .unsigned("runtime", runtimeNanos)
                .unsigned("deadline", deadlineNanos)
                .unsigned("period", periodNanos);
    }

    /// The flags of `sched_setattr(2)`.
    public enum Flag {
        SCHED_FLAG_RESET_ON_FORK,
        SCHED_FLAG_RECLAIM,
        SCHED_FLAG_DL_OVERRUN,
        SCHED_FLAG_KEEP_POLICY,
        SCHED_FLAG_KEEP_PARAMS,
        SCHED_FLAG_UTIL_CLAMP_MIN,
        SCHED_FLAG_UTIL_CLAMP_MAX
    }

    /// The policies of `sched(7)`.
    public enum Policy {
        SCHED_OTHER,
        SCHED_FIFO,
        SCHED_RR,
        SCHED_BATCH,
        SCHED_ISO,
        SCHED_IDLE,
        SCHED_DEADLINE
    }
}
