package dev.hako.image.policy;

import static dev.hako.oci.json.Kind.object;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.SmallFile;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// `policy.json`:
///
/// ```json
/// {
///   "default": { "rule": "reject" },
///   "images": {
///     "docker.io/library": { "rule": "accept" },
///     "registry.example/team": { "rule": "signed", "keys": ["/etc/hako/team.pub"] }
///   }
/// }
/// ```
///
/// @param otherwise the rule for images that no entry is for
/// @param images by registry, or by registry and the first parts of a repository
record PolicyFile(Path path, Rule otherwise, Map<String, Rule> images) {
    PolicyFile {
        images = Map.copyOf(images);
    }

    static Optional<PolicyFile> read(Path path) {
        try {
            return SmallFile.read(path)
                    .map(bytes -> Json.read("\"" + path + "\"", bytes, in -> read(path, in)));
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.DENIED, "cannot read \"" + path + "\": " + e.getMessage(), e);
        }
    }

    private static PolicyFile read(Path path, JsonObject in) {
        in.allow("default", "images");
        return new PolicyFile(
                path,
                in.required("default", object(Rule::read)),
                in.map("images", object(Rule::read)));
    }

    /// The rule of the entry that says most of the image's name.
    Rule ruleFor(ImageReference reference) {
        String name = reference.registry() + "/" + reference.repository();
        while (true) {
            Rule rule = images.get(name);
            int slash = name.lastIndexOf('/');
            if (rule != null || slash < 0) {
                return rule == null ? otherwise : rule;
            }
            name = name.substring(0, slash);
        }
    }
}
