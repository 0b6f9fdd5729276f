package dev.hako.app.build;

import dev.hako.app.value.Csv;
import dev.hako.app.value.KeyValue;
import dev.hako.failure.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where a build's result goes: `-o`.
public sealed interface OutputChoice {
    /// Among the engine's images.
    record Image() implements OutputChoice {}

    /// Its files, in a directory of the caller.
    record Local(String directory) implements OutputChoice {}

    /// Its files, in an archive.
    ///
    /// @param file empty: standard output
    record Tar(Optional<String> file) implements OutputChoice {}

    /// An image archive, which Docker and OCI's tools read alike.
    ///
    /// @param file empty: standard output
    record Archive(Optional<String> file) implements OutputChoice {}

    /// Reads `type=local,dest=DIR` and the like; a path alone is a directory, and `-` an archive on
    /// standard output.
    static OutputChoice parse(String text) {
        if (text.equals("-")) {
            return new Tar(Optional.empty());
        }
        if (!text.contains("=")) {
            return new Local(text);
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : Csv.fields(text)) {
            KeyValue pair = KeyValue.parseBoth(field);
            if (!pair.key().equals("type") && !pair.key().equals("dest")) {
                throw Failure.unsupported("its field " + pair.key() + " is not supported")
                        .hint("it has type and dest");
            }
            fields.put(pair.key(), pair.value());
        }
        Optional<String> file =
                Optional.ofNullable(fields.get("dest")).filter(dest -> !dest.equals("-"));
        String type = fields.getOrDefault("type", "");
        return switch (type) {
            case "image" -> new Image();
            case "local" -> new Local(file.orElseThrow(() -> Failure.invalid("it has no dest")));
            case "tar" -> new Tar(file);
            case "oci", "docker" -> new Archive(file);
            default ->
                    throw Failure.unsupported("the type \"" + type + "\" is not supported")
                            .hint("there are image, local, tar, oci and docker");
        };
    }
}
