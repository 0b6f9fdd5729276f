package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;

/// Which kernel's ways the container sees (`personality(2)`).
///
/// @param flags none is defined yet
public record Personality(Domain domain, List<String> flags) implements JsonRecord {

    /// Refuses flags, as the specification defines none.
    public Personality {
        flags = Require.texts("flags", flags);
        Require.that(flags.isEmpty(), "flags", "no flag is supported");
    }

    static Personality read(JsonObject in) {
        return new Personality(
                in.required("domain", word(Domain.values())), in.list("flags", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("domain", domain).put("flags", flags);
    }

    /// The execution domains.
    public enum Domain {
        LINUX,
        LINUX32
    }
}
