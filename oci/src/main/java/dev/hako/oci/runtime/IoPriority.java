package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;

/// How a process's reads and writes are ranked (`ioprio_set(2)`).
///
/// @param priority 0, the first served, to 7
public record IoPriority(IoClass ioClass, int priority) implements JsonRecord {

    /// Refuses levels the kernel does not have.
    public IoPriority {
        Require.range("priority", priority, 0, 7);
    }

    static IoPriority read(JsonObject in) {
        return new IoPriority(
                in.required("class", word(IoClass.values())), in.optional("priority", INT32, 0));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("class", ioClass).put("priority", priority);
    }

    /// The scheduling classes of `ioprio_set(2)`.
    public enum IoClass {
        IOPRIO_CLASS_RT,
        IOPRIO_CLASS_BE,
        IOPRIO_CLASS_IDLE
    }
}
