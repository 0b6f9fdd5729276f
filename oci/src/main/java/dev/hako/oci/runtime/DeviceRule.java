package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.BOOLEAN;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which device nodes the container's cgroup lets it use (config-linux.md, "Allowed Device list").
/// Rules are applied in order, a later one over an earlier one.
///
/// @param major absent is every one
/// @param minor absent is every one
/// @param access some of `r` (read), `w` (write) and `m` (make a node); absent is all
public record DeviceRule(
        boolean allow,
        Type type,
        @Nullable Long major,
        @Nullable Long minor,
        @Nullable String access)
        implements JsonRecord {
    private static final Pattern ACCESS = Pattern.compile("[rwm]{1,3}");
    private static final long ANY = -1;
    private static final long MAX_NUMBER = 0xffff_ffffL;

    /// Keeps the rules of config-linux.md; -1, the way of some writers to say "every", becomes
    /// absence.
    public DeviceRule {
        Require.range("major", major, ANY, MAX_NUMBER);
        Require.range("minor", minor, ANY, MAX_NUMBER);
        major = isAny(major) ? null : major;
        minor = isAny(minor) ? null : minor;
        Require.that(
                access == null || ACCESS.matcher(access).matches(),
                "access",
                String.valueOf(access),
                "must be some of r, w and m");
    }

    /// Every device, every access: the rule that others make exceptions from.
    public static DeviceRule all(boolean allow) {
        return new DeviceRule(allow, Type.ALL, null, null, "rwm");
    }

    private static boolean isAny(@Nullable Long number) {
        return number != null && number == ANY;
    }

    static DeviceRule read(JsonObject in) {
        return new DeviceRule(
                in.required("allow", BOOLEAN),
                in.optional("type", word(Type.values()), Type.ALL),
                in.optional("major", INT64),
                in.optional("minor", INT64),
                in.optional("access", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("allow", allow)
                .put("type", type == Type.ALL ? null : type)
                .put("major", major)
                .put("minor", minor)
                .put("access", access);
    }

    /// The kinds of device, by the letters of the cgroup v1 device controller.
    public enum Type {
        ALL("a"),
        CHARACTER("c"),
        BLOCK("b");

        private final String letter;

        Type(String letter) {
            this.letter = letter;
        }

        @Override
        public String toString() {
            return letter;
        }
    }
}
