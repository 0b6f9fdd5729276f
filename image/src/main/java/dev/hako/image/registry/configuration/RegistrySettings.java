package dev.hako.image.registry.configuration;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Require;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// What is said of one registry.
///
/// @param mirrors addresses that are asked before the registry itself when something is fetched
/// @param insecure whether it may do without TLS, or have a certificate that nobody vouches for
public record RegistrySettings(List<URI> mirrors, boolean insecure) {
    /// What holds when nothing is said.
    public static final RegistrySettings NONE = new RegistrySettings(List.of(), false);

    public RegistrySettings {
        mirrors = List.copyOf(mirrors);
    }

    static RegistrySettings read(JsonObject in) {
        in.allow("mirrors", "insecure");
        return new RegistrySettings(
                in.list("mirrors", STRING).stream().map(RegistrySettings::mirror).toList(),
                in.flag("insecure"));
    }

    private static URI mirror(String text) {
        boolean http = text.toLowerCase(Locale.ROOT).matches("https?://[^/?#@\\s]+(/[^?#@\\s]*)?");
        Require.that(http, "mirrors", text, "must be http(s)://HOST[:PORT][/PREFIX]");
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }
}
