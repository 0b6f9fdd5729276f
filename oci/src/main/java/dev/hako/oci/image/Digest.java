package dev.hako.oci.image;

import dev.hako.oci.json.Require;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/// The name of a content by its hash (image-spec descriptor.md, "Digests").
///
/// @param hex the hash in lower-case hexadecimal digits
public record Digest(Algorithm algorithm, String hex) {

    /// Refuses a hash of the wrong length or spelling.
    public Digest {
        Require.that(
                hex.length() == algorithm.hexDigits() && isLowerHex(hex),
                "digest",
                algorithm + ":" + hex,
                "must have " + algorithm.hexDigits() + " lower-case hexadecimal digits");
    }

    /// Reads `sha256:e3b0…`.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it is none, or of another algorithm
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        Optional<Algorithm> algorithm = Algorithm.named(text.substring(0, Math.max(colon, 0)));
        Require.that(algorithm.isPresent(), "digest", text, "must start with sha256: or sha512:");
        return new Digest(algorithm.orElseThrow(), text.substring(colon + 1));
    }

    /// The digest that a finished hash gives.
    public static Digest of(Algorithm algorithm, byte[] hash) {
        return new Digest(algorithm, HexFormat.of().formatHex(hash));
    }

    /// The SHA-256 digest of a whole content.
    public static Digest sha256(byte[] content) {
        return of(Algorithm.SHA256, Algorithm.SHA256.messageDigest().digest(content));
    }

    /// `sha256:e3b0…`.
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }

    private static boolean isLowerHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /// The registered algorithms that every Java runtime has.
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 32),
        SHA512("sha512", "SHA-512", 64);

        private final String word;
        private final String javaName;
        private final int bytes;

        Algorithm(String word, String javaName, int bytes) {
            this.word = word;
            this.javaName = javaName;
            this.bytes = bytes;
        }

        static Optional<Algorithm> named(String word) {
            return Stream.of(values()).filter(a -> a.word.equals(word)).findFirst();
        }

        /// A new hash to feed content into.
        public MessageDigest messageDigest() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has " + javaName, e);
            }
        }

        int hexDigits() {
            return 2 * bytes;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
