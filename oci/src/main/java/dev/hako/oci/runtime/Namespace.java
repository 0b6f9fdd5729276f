package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import org.jspecify.annotations.Nullable;

/// A namespace of the container (config-linux.md, "Namespaces").
///
/// @param path absent makes a new one; otherwise an absolute path such as `/proc/42/ns/net`, whose
///   namespace is joined
public record Namespace(Type type, @Nullable String path) implements JsonRecord {

    /// Refuses a relative path.
    public Namespace {
        Require.absolute("path", path);
    }

    /// A new namespace.
    public static Namespace fresh(Type type) {
        return new Namespace(type, null);
    }

    static Namespace read(JsonObject in) {
        return new Namespace(in.required("type", word(Type.values())), in.optional("path", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("type", type).put("path", path);
    }

    /// The namespaces of Linux by the specification's words (`namespaces(7)`).
    public enum Type {
        MOUNT("mount"),
        PID("pid"),
        NETWORK("network"),
        UTS("uts"),
        IPC("ipc"),
        USER("user"),
        CGROUP("cgroup"),
        TIME("time");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
