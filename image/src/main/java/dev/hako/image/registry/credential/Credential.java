package dev.hako.image.registry.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What proves who somebody is.
public sealed interface Credential {
    /// A name with its password, or with a token that is used like one.
    record Password(String user, String secret) implements Credential {
        /// As HTTP's basic authentication has it (RFC 7617).
        public String basic() {
            byte[] both = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(both);
        }

        @Override
        public String toString() {
            return "password of " + user;
        }
    }

    /// What a token server gave in exchange for a password.
    record IdentityToken(String token) implements Credential {
        @Override
        public String toString() {
            return "identity token";
        }
    }
}
