package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;

/// The root filesystem (config.md, "Root").
///
/// @param path absolute, or relative to the bundle
/// @param readonly whether the container sees it read-only
public record Root(String path, boolean readonly) implements JsonRecord {

    /// Refuses an empty path.
    public Root {
        Require.nonEmpty("path", path);
    }

    static Root read(JsonObject in) {
        return new Root(in.required("path", STRING), in.flag("readonly"));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("path", path).flag("readonly", readonly);
    }
}
