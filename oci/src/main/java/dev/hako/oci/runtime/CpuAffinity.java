package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import org.jspecify.annotations.Nullable;

/// On which processors a process that joins a container runs, as lists such as `0-3,7`.
///
/// @param initial before it enters the container's cgroup
/// @param last after it has entered; `final` in JSON
public record CpuAffinity(@Nullable String initial, @Nullable String last) implements JsonRecord {

    /// Refuses what is not a list of numbers and ranges.
    public CpuAffinity {
        NumberList.require("initial", initial);
        NumberList.require("final", last);
    }

    static CpuAffinity read(JsonObject in) {
        return new CpuAffinity(in.optional("initial", STRING), in.optional("final", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("initial", initial).put("final", last);
    }
}
