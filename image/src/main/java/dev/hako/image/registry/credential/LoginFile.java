package dev.hako.image.registry.credential;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.SmallFile;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A file with somebody's logins: Docker's `config.json`, or podman's `auth.json`, which is a part
/// of that.
///
/// @param content with the fields that are none of our business
record LoginFile(Path path, JsonObject content) {
    static final String AUTHS = "auths";

    /// Reads a file; one that is not there has no logins.
    static LoginFile read(Path path) {
        try {
            Optional<byte[]> bytes = SmallFile.read(path);
            JsonObject content =
                    bytes.isPresent() && bytes.get().length > 0
                            ? Json.read("\"" + path + "\"", bytes.get(), in -> in)
                            : JsonObject.EMPTY;
            return new LoginFile(path, content);
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.DENIED, "cannot read \"" + path + "\": " + e.getMessage(), e);
        }
    }

    /// The login that is written down here for a name, in one of its spellings.
    Optional<Credential> find(String name) {
        return auths().entrySet().stream()
                .filter(entry -> RegistryNames.sameName(entry.getKey(), name))
                .findFirst()
                .flatMap(entry -> read(_ -> LoginEntry.read(entry.getValue())));
    }

    Map<String, JsonObject> auths() {
        return read(in -> in.map(AUTHS, object(entry -> entry)));
    }

    /// The program that keeps the login for a registry, as `NAME` of `docker-credential-NAME`.
    Optional<String> program(String registry) {
        Map<String, String> own = read(in -> in.map("credHelpers", STRING));
        return own.entrySet().stream()
                .filter(entry -> RegistryNames.sameName(entry.getKey(), registry))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(read(in -> in.optional("credsStore", STRING))));
    }

    private <T extends @Nullable Object> T read(Function<JsonObject, T> picking) {
        try {
            return picking.apply(content);
        } catch (InvalidDocumentException e) {
            throw e.in("\"" + path + "\"");
        }
    }
}
