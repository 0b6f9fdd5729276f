package dev.hako.testing.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Signs JSON Web Tokens (RFC 7519) with ECDSA on P-256 and the certificate in the header.
record TokenSigner(Path certificate, PrivateKey key, String chain) {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    static TokenSigner read(TestAuthority.Identity signing) throws IOException {
        try {
            byte[] der = Base64.getMimeDecoder().decode(body(signing.key()));
            PrivateKey key =
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            String certificate = body(signing.certificate()).replaceAll("\\s", "");
            return new TokenSigner(signing.certificate(), key, certificate);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String body(Path pem) throws IOException {
        return Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
    }

    String sign(String claims) {
        String header = "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"%s\"]}".formatted(chain);
        String signed = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encode(byte[] bytes) {
        return URL.encodeToString(bytes);
    }
}
