package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a runtime tells hooks and callers about a container (runtime.md, "State").
///
/// @param id unique on the host
/// @param pid the container's first process as the host sees it; absent unless it exists
/// @param bundle the absolute path of the bundle
public record State(
        String ociVersion,
        String id,
        Status status,
        @Nullable Long pid,
        String bundle,
        Map<String, String> annotations)
        implements JsonRecord {

    /// Keeps the rules of runtime.md, "State".
    public State {
        OciVersion.require("ociVersion", ociVersion);
        Require.nonEmpty("id", id);
        boolean alive = status == Status.CREATED || status == Status.RUNNING;
        Require.that(!alive || pid != null, "pid", "required while the container is " + status);
        Require.range("pid", pid, 0, Integer.MAX_VALUE);
        Require.absolute("bundle", bundle);
        annotations = Require.sorted(annotations);
    }

    /// Reads a state.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it breaks a rule
    public static State parse(byte[] utf8) {
        return Json.read("container state", utf8, State::read);
    }

    static State read(JsonObject in) {
        return new State(
                in.required("ociVersion", STRING),
                in.required("id", STRING),
                in.required("status", word(Status.values())),
                in.optional("pid", INT64),
                in.required("bundle", STRING),
                in.map("annotations", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("ociVersion", ociVersion)
                .put("id", id)
                .put("status", status)
                .put("pid", pid)
                .put("bundle", bundle)
                .put("annotations", annotations);
    }

    /// The stations of a container's life.
    public enum Status {
        CREATING("creating"),
        CREATED("created"),
        RUNNING("running"),
        STOPPED("stopped");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
