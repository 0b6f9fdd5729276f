package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One mount besides the root (config.md, "Mounts").
///
/// @param destination where, in the container; always absolute here, because a relative one means
///   relative to `/`
/// @param type the filesystem type; absent or ignored for bind mounts
/// @param source a device, a name, or for bind mounts a path that is absolute or relative to the
///   bundle
/// @param options as `mount(8)` spells them
/// @param uidMappings the user ids of an id-mapped mount
/// @param gidMappings the group ids of an id-mapped mount; there if and only if `uidMappings` are
public record Mount(
        String destination,
        @Nullable String type,
        @Nullable String source,
        List<String> options,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings)
        implements JsonRecord {

    /// Keeps the rules of config.md, "Mounts".
    public Mount {
        Require.nonEmpty("destination", destination);
        destination = destination.startsWith("/") ? destination : "/" + destination;
        Require.text("type", type);
        Require.text("source", source);
        options = Require.texts("options", options);
        uidMappings = List.copyOf(uidMappings);
        gidMappings = List.copyOf(gidMappings);
        Require.that(
                uidMappings.isEmpty() == gidMappings.isEmpty(),
                uidMappings.isEmpty() ? "uidMappings" : "gidMappings",
                "uidMappings and gidMappings must be given together");
    }

    /// A mount without id mappings.
    public static Mount of(String destination, String type, String source, String... options) {
        return new Mount(destination, type, source, List.of(options), List.of(), List.of());
    }

    /// The same mount with other options.
    public Mount withOptions(List<String> changed) {
        return new Mount(destination, type, source, changed, uidMappings, gidMappings);
    }

    static Mount read(JsonObject in) {
        return new Mount(
                in.required("destination", STRING),
                in.optional("type", STRING),
                in.optional("source", STRING),
                in.list("options", STRING),
                in.list("uidMappings", object(IdMapping::read)),
                in.list("gidMappings", object(IdMapping::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("destination", destination)
                .put("type", type)
                .put("source", source)
                .put("options", options)
                .put("uidMappings", uidMappings)
                .put("gidMappings", gidMappings);
    }
}
