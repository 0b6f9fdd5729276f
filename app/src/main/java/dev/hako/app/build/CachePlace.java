package dev.hako.app.build;

import dev.hako.app.value.Csv;
import dev.hako.app.value.KeyValue;
import dev.hako.failure.Failure;
import dev.hako.oci.image.ImageReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Where a build's cache goes, or comes from: `--cache-to` and `--cache-from`.
public sealed interface CachePlace {
    /// An image of a registry.
    record Remote(ImageReference name) implements CachePlace {}

    /// A directory of the caller, an image layout.
    record Local(String directory) implements CachePlace {}

    /// Reads `type=local,dest=DIR` and `type=registry,ref=NAME`.
    static CachePlace to(String text) {
        return parse(text, "dest");
    }

    /// Reads `type=local,src=DIR`, `type=registry,ref=NAME`, and a name alone.
    static CachePlace from(String text) {
        return text.contains("=") ? parse(text, "src") : new Remote(ImageReference.parse(text));
    }

    private static CachePlace parse(String text, String directory) {
        Map<String, String> fields = new HashMap<>();
        for (String field : Csv.fields(text)) {
            KeyValue pair = KeyValue.parseBoth(field);
            if (!Set.of("type", "ref", "mode", directory).contains(pair.key())) {
                throw Failure.unsupported("its field " + pair.key() + " is not supported")
                        .hint("it has type, mode, ref and " + directory);
            }
            fields.put(pair.key(), pair.value());
        }
        if (!fields.getOrDefault("mode", "max").equals("max")) {
            throw Failure.unsupported("its mode is not supported")
                    .hint("mode=max, which has all steps, is the only one");
        }
        String type = fields.getOrDefault("type", "");
        return switch (type) {
            case "registry" -> new Remote(ImageReference.parse(needed(fields, "ref")));
            case "local" -> new Local(needed(fields, directory));
            default ->
                    throw Failure.unsupported("the type \"" + type + "\" is not supported")
                            .hint("there are registry and local");
        };
    }

    private static String needed(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw Failure.invalid("it has no " + name);
        }
        return value;
    }
}
