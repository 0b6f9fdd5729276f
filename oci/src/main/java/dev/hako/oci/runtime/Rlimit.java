package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.UINT64;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.regex.Pattern;

/// A resource limit of a process (`getrlimit(2)`).
///
/// @param type the kernel's name, such as `RLIMIT_NOFILE`
/// @param soft what is enforced, unsigned
/// @param hard how far `soft` may be raised, unsigned
public record Rlimit(String type, long soft, long hard) implements JsonRecord {
    /// `RLIM_INFINITY`, the greatest unsigned number.
    public static final long UNLIMITED = -1;

    private static final Pattern TYPE = Pattern.compile("RLIMIT_[A-Z]+");

    /// Refuses what `setrlimit(2)` would.
    public Rlimit {
        Require.that(
                TYPE.matcher(type).matches(),
                "type",
                type,
                "must be a kernel name such as RLIMIT_NOFILE");
        Require.that(
                Long.compareUnsigned(soft, hard) <= 0,
                "soft",
                Long.toUnsignedString(soft),
                "must not be above hard, which is " + Long.toUnsignedString(hard));
    }

    static Rlimit read(JsonObject in) {
        return new Rlimit(
                in.required("type", STRING),
                in.required("soft", UINT64),
                in.required("hard", UINT64));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("type", type).unsigned("hard", hard).unsigned("soft", soft);
    }
}
