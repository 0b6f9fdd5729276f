package dev.hako.image.registry.configuration;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// A client's certificate with its key, as the JDK takes it.
final class ClientKeys {
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = new char[0];

    private ClientKeys() {}

    static KeyManager[] managers(Tls.ClientCertificate client) throws GeneralSecurityException {
        KeyStore store = Trust.empty();
        Certificate[] chain = Trust.certificates(client.certificate()).toArray(new Certificate[0]);
        store.setKeyEntry("client", key(client.key()), NO_PASSWORD, chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static PrivateKey key(Path file) {
        try {
            byte[] pem = SmallFile.read(file).orElseThrow(() -> new IOException("no such file"));
            Matcher body = PKCS8.matcher(new String(pem, StandardCharsets.US_ASCII));
            if (body.find()) {
                return key(Base64.getMimeDecoder().decode(body.group(1)));
            }
            throw new IOException("no key in PKCS #8 form");
        } catch (IOException | GeneralSecurityException e) {
            throw Failure.of(
                            Failure.Kind.INVALID,
                            "cannot read the key \"" + file + "\": " + e.getMessage(),
                            e)
                    .hint("openssl pkcs8 -topk8 -nodes brings a key into the form that is needed");
        }
    }

    private static PrivateKey key(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException first = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new GeneralSecurityException("unknown kind") : first;
    }
}
