package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// On which memory nodes the container's memory lies (`set_mempolicy(2)`).
///
/// @param nodes as `0-3,7`
public record MemoryPolicy(Mode mode, @Nullable String nodes, List<Flag> flags)
        implements JsonRecord {

    /// Refuses nodes that are not a list.
    public MemoryPolicy {
        NumberList.require("nodes", nodes);
        flags = List.copyOf(flags);
    }

    static MemoryPolicy read(JsonObject in) {
        return new MemoryPolicy(
                in.required("mode", word(Mode.values())),
                in.optional("nodes", STRING),
                in.list("flags", word(Flag.values())));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("mode", mode).put("nodes", nodes).put("flags", flags);
    }

    /// The mode flags of `set_mempolicy(2)`.
    public enum Flag {
        MPOL_F_NUMA_BALANCING,
        MPOL_F_RELATIVE_NODES,
        MPOL_F_STATIC_NODES
    }

    /// The modes of `set_mempolicy(2)`.
    public enum Mode {
        MPOL_DEFAULT,
        MPOL_BIND,
        MPOL_INTERLEAVE,
        MPOL_WEIGHTED_INTERLEAVE,
        MPOL_PREFERRED,
        MPOL_PREFERRED_MANY,
        MPOL_LOCAL
    }
}
