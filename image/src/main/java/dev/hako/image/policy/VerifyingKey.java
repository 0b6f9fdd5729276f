package dev.hako.image.policy;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A public key, and how cosign signs with its other half.
///
/// @param algorithm as the JDK calls it
record VerifyingKey(Path path, PublicKey key, String algorithm) {
    private static final int P256_BITS = 256;
    private static final int LEAST_RSA_BITS = 2048;
    private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    /// Reads a PEM file.
    static VerifyingKey read(Path path) {
        try {
            byte[] pem = SmallFile.read(path).orElseThrow(() -> new IOException("no such file"));
            Matcher body = PEM.matcher(new String(pem, StandardCharsets.US_ASCII));
            if (!body.find()) {
                throw new IOException("no public key in PEM form");
            }
            PublicKey key = key(Base64.getMimeDecoder().decode(body.group(1)));
            return new VerifyingKey(path, key, algorithm(key));
        } catch (IOException | GeneralSecurityException e) {
            throw Failure.of(
                            Failure.Kind.INVALID,
                            "cannot read the key \"" + path + "\": " + e.getMessage(),
                            e)
                    .hint("it must be a public key of ECDSA on P-256, RSA or Ed25519");
        }
    }

    private static PublicKey key(byte[] der) throws GeneralSecurityException {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // It may be of the next kind.
            }
        }
        throw new GeneralSecurityException("unknown kind of key");
    }

    private static String algorithm(PublicKey key) throws GeneralSecurityException {
        if (key instanceof ECPublicKey ec) {
            require(ec.getParams().getCurve().getField().getFieldSize() == P256_BITS);
            return "SHA256withECDSA";
        }
        if (key instanceof RSAPublicKey rsa) {
            require(rsa.getModulus().bitLength() >= LEAST_RSA_BITS);
            return "SHA256withRSA";
        }
        return "Ed25519";
    }

    private static void require(boolean usual) throws GeneralSecurityException {
        if (!usual) {
            throw new GeneralSecurityException("its size is not one that signers use");
        }
    }

    /// Whether the key's owner has signed these bytes.
    boolean verifies(byte[] bytes, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature of another form than this key makes is not one of this key.
            return false;
        }
    }
}
