package dev.hako.door.cri.image;

import dev.hako.cri.v1.AuthConfig;
import dev.hako.failure.Failure;
import dev.hako.image.registry.credential.Credential;
import dev.hako.image.registry.credential.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Whom the kubelet pulls as.
final class Logins {
    private Logins() {}

    /// Nothing if it does not say.
    ///
    /// @throws Failure `INVALID` if it cannot be understood
    static Optional<Credentials> of(AuthConfig auth) {
        if (!auth.getIdentityToken().isEmpty()) {
            return Optional.of(
                    Credentials.of(new Credential.IdentityToken(auth.getIdentityToken())));
        }
        if (!auth.getUsername().isEmpty()) {
            return password(auth.getUsername(), auth.getPassword());
        }
        if (!auth.getAuth().isEmpty()) {
            return encoded(auth.getAuth());
        }
        if (!auth.getRegistryToken().isEmpty()) {
            return Optional.of(registryToken(auth.getRegistryToken()));
        }
        return Optional.empty();
    }

    private static Credentials registryToken(String token) {
        try {
            return Credentials.of(new Credential.RegistryToken(token));
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("the field registry_token has other characters than a token's");
        }
    }

    private static Optional<Credentials> password(String user, String secret) {
        return Optional.of(Credentials.of(new Credential.Password(user, secret)));
    }

    /// User and password as the file of Docker has them.
    private static Optional<Credentials> encoded(String auth) {
        try {
            String both =
                    new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            if (colon > 0) {
                return password(both.substring(0, colon), both.substring(colon + 1));
            }
        } catch (IllegalArgumentException e) {
            // No base64: told below, without the secret.
        }
        throw Failure.invalid("the field auth is not user:password as base64");
    }
}
