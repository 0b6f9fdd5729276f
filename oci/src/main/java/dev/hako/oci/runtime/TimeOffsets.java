package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.UINT32;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import org.jspecify.annotations.Nullable;

/// How far the clocks of the container's time namespace are from the host's (`time_namespaces(7)`).
public record TimeOffsets(@Nullable Offset boottime, @Nullable Offset monotonic)
        implements JsonRecord {

    static TimeOffsets read(JsonObject in) {
        return new TimeOffsets(
                in.optional("boottime", object(Offset::read)),
                in.optional("monotonic", object(Offset::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("boottime", boottime).put("monotonic", monotonic);
    }

    /// A distance between two clocks.
    ///
    /// @param secs may be negative
    /// @param nanosecs 0 to 999,999,999, added to `secs`
    public record Offset(long secs, long nanosecs) implements JsonRecord {

        /// Refuses a second or more in `nanosecs`.
        public Offset {
            Require.range("nanosecs", nanosecs, 0, 999_999_999);
        }

        static Offset read(JsonObject in) {
            return new Offset(in.optional("secs", INT64, 0L), in.optional("nanosecs", UINT32, 0L));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("secs", secs).put("nanosecs", nanosecs);
        }
    }
}
