package dev.hako.image.registry.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

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

    /// What a registry is shown itself, as it is: nobody is asked for another.
    record RegistryToken(String token) implements Credential {
        private static final Pattern FORM = Pattern.compile("[!-~]{1,65536}");

        /// @throws IllegalArgumentException if it has other characters than a token's; it is not
        ///   shown
        public RegistryToken {
            if (!FORM.matcher(token).matches()) {
                throw new IllegalArgumentException("no token of a registry");
            }
        }

        @Override
        public String toString() {
            return "registry token";
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
