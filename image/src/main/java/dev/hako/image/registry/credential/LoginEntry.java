package dev.hako.image.registry.credential;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Require;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// One login as files have it: `{"auth": "BASE64 OF USER:SECRET"}`, with an `identitytoken` besides
/// if a token server has given one, or a `registrytoken` instead.
final class LoginEntry {
    private LoginEntry() {}

    /// Nothing if the entry says only that a program knows more.
    static Optional<Credential> read(JsonObject in) {
        String identityToken = in.optional("identitytoken", STRING);
        if (identityToken != null) {
            return Optional.of(new Credential.IdentityToken(identityToken));
        }
        String registryToken = in.optional("registrytoken", STRING);
        if (registryToken != null) {
            return Optional.of(registryToken(registryToken));
        }
        String auth = in.optional("auth", STRING);
        if (auth != null) {
            return Optional.of(decode(auth));
        }
        String user = in.optional("username", STRING);
        String secret = in.optional("password", STRING);
        return user == null || secret == null
                ? Optional.empty()
                : Optional.of(new Credential.Password(user, secret));
    }

    private static Credential registryToken(String token) {
        try {
            return new Credential.RegistryToken(token);
        } catch (IllegalArgumentException e) {
            Require.that(false, "registrytoken", "has other characters than a token's");
            throw e;
        }
    }

    static JsonObject write(Credential credential) {
        return switch (credential) {
            case Credential.Password password -> JsonObject.EMPTY.with("auth", password.basic());
            case Credential.IdentityToken(String token) ->
                    JsonObject.EMPTY.with("identitytoken", token);
            case Credential.RegistryToken(String token) ->
                    JsonObject.EMPTY.with("registrytoken", token);
        };
    }

    /// What is wrong is never shown: it is a secret.
    private static Credential decode(String auth) {
        try {
            byte[] bytes = Base64.getDecoder().decode(auth.strip());
            String text = new String(bytes, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            Require.that(colon > 0, "auth", "must be USER:SECRET in base64");
            String secret = text.substring(colon + 1);
            return new Credential.Password(
                    text.substring(0, colon), secret.replaceAll("\\x00+$", ""));
        } catch (IllegalArgumentException e) {
            Require.that(false, "auth", "must be USER:SECRET in base64");
            throw e;
        }
    }
}
