package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A network interface of the host that moves into the container (config-linux.md, "Network
/// Devices").
///
/// @param name what the container calls it; absent keeps the name
public record NetDevice(@Nullable String name) implements JsonRecord {
    private static final Pattern NAME = Pattern.compile("[^/:\\s\\x00]{1,15}");

    /// Refuses a name no interface can have.
    public NetDevice {
        if (name != null) {
            requireName("name", name);
        }
    }

    /// What `dev_valid_name` of the kernel takes: less than `IFNAMSIZ` bytes, no slash, no colon,
    /// no blank.
    static void requireName(String field, String name) {
        boolean valid = NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
        Require.that(valid, field, name, "must be the name of a network interface");
    }

    static NetDevice read(JsonObject in) {
        return new NetDevice(in.optional("name", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("name", name);
    }
}
