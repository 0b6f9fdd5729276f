package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import java.util.Map;

/// What a runtime can do (features.md).
///
/// The specification tells "none" (an empty list) from "unknown" (an absent one). A runtime knows
/// itself, so every list is written even if it is empty; what another runtime does not tell is read
/// as none.
///
/// @param ociVersionMin the oldest version of the specification it takes
/// @param ociVersionMax the newest
/// @param hooks the kinds of hook it calls, such as `createRuntime`
/// @param mountOptions the options it acts on itself
/// @param potentiallyUnsafeConfigAnnotations annotations that change what it does; one that ends in
///   a dot is a prefix
public record Features(
        String ociVersionMin,
        String ociVersionMax,
        List<String> hooks,
        List<String> mountOptions,
        LinuxFeatures linux,
        Map<String, String> annotations,
        List<String> potentiallyUnsafeConfigAnnotations)
        implements JsonRecord {

    /// Keeps the rules of features.md.
    public Features {
        OciVersion.require("ociVersionMin", ociVersionMin);
        OciVersion.require("ociVersionMax", ociVersionMax);
        hooks = List.copyOf(hooks);
        mountOptions = List.copyOf(mountOptions);
        annotations = Require.sorted(annotations);
        potentiallyUnsafeConfigAnnotations = List.copyOf(potentiallyUnsafeConfigAnnotations);
    }

    /// Reads what a runtime's `features` command prints.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it breaks a rule
    public static Features parse(byte[] utf8) {
        return Json.read("runtime features", utf8, Features::read);
    }

    static Features read(JsonObject in) {
        return new Features(
                in.required("ociVersionMin", STRING),
                in.required("ociVersionMax", STRING),
                in.list("hooks", STRING),
                in.list("mountOptions", STRING),
                in.optional("linux", object(LinuxFeatures::read), LinuxFeatures.NONE),
                in.map("annotations", STRING),
                in.list("potentiallyUnsafeConfigAnnotations", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("ociVersionMin", ociVersionMin)
                .put("ociVersionMax", ociVersionMax)
                .always("hooks", hooks)
                .always("mountOptions", mountOptions)
                .put("linux", linux)
                .put("annotations", annotations)
                .put("potentiallyUnsafeConfigAnnotations", potentiallyUnsafeConfigAnnotations);
    }
}
