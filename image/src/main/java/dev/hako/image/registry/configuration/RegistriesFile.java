package dev.hako.image.registry.configuration;

import static dev.hako.oci.json.Kind.object;

import dev.hako.failure.Failure;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// `registries.json`:
///
/// ```json
/// {
///   "registries": {
///     "docker.io": { "mirrors": ["https://mirror.example"] },
///     "registry.lan:5000": { "insecure": true }
///   },
///   "proxies": { "https": "http://proxy.example:3128", "no": "lan,10.0.0.0/8" }
/// }
/// ```
///
/// @param registries by host and optional port
/// @param proxies if they are not those of the environment
record RegistriesFile(Map<String, RegistrySettings> registries, Optional<ProxyRules> proxies) {
    static final RegistriesFile EMPTY = new RegistriesFile(Map.of(), Optional.empty());

    RegistriesFile {
        registries = Map.copyOf(registries);
    }

    /// Reads a file; one that is not there says nothing.
    static RegistriesFile read(Path file) {
        try {
            Optional<byte[]> bytes = SmallFile.read(file);
            return bytes.isEmpty()
                    ? EMPTY
                    : Json.read("\"" + file + "\"", bytes.get(), RegistriesFile::read);
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.DENIED, "cannot read \"" + file + "\": " + e.getMessage(), e);
        }
    }

    private static RegistriesFile read(JsonObject in) {
        in.allow("registries", "proxies");
        return new RegistriesFile(
                in.map("registries", object(RegistrySettings::read)),
                Optional.ofNullable(in.optional("proxies", object(ProxyRules::read))));
    }

    /// Both, where this one has the last word.
    RegistriesFile over(RegistriesFile below) {
        Map<String, RegistrySettings> all = new HashMap<>(below.registries);
        all.putAll(registries);
        return new RegistriesFile(all, proxies.or(below::proxies));
    }
}
