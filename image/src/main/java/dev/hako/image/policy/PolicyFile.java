package dev.hako.image.policy;

import static dev.hako.oci.json.Kind.object;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.SmallFile;
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
///     "registry.example/team": { "rule": "signed", "keys": ["/etc/hako/team.pub"] },
///     "docker-archive:/srv/images": { "rule": "accept" }
///   }
/// }
/// ```
///
/// @param otherwise the rule for images that no entry is for
/// @param images by the entries of [Provenance]: a registry, a registry and the first parts of a
///   repository, or a kind of place with the first parts of a path
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

    /// The rule of the entry that says most of where the image comes from.
    Rule ruleFor(Provenance from) {
        return from.entries().stream()
                .filter(images::containsKey)
                .findFirst()
                .map(images::get)
                .orElse(otherwise);
    }
}
