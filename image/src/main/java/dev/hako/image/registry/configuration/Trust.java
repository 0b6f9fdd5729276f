package dev.hako.image.registry.configuration;

import dev.hako.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Authorities whose certificates are believed: the machine's, as its owner keeps them for all
/// programs, and more.
final class Trust {
    /// Of Debian and its kin, of Red Hat and its kin, of Alpine.
    private static final List<Path> BUNDLES =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    Path.of("/etc/ssl/cert.pem"));

    private Trust() {}

    static TrustManager[] managers(List<Path> more) throws GeneralSecurityException {
        Optional<Path> bundle = BUNDLES.stream().filter(Files::isReadable).findFirst();
        if (bundle.isEmpty() && more.isEmpty()) {
            return managers((KeyStore) null);
        }
        KeyStore trusted = empty();
        if (bundle.isPresent()) {
            add(trusted, bundle.get());
        }
        for (Path file : more) {
            add(trusted, file);
        }
        return managers(trusted);
    }

    private static TrustManager[] managers(@Nullable KeyStore trusted)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static void add(KeyStore trusted, Path file) throws GeneralSecurityException {
        for (Certificate certificate : certificates(file)) {
            trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
        }
    }

    /// An empty store in memory.
    static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new AssertionError("nothing is read", e);
        }
    }

    /// The certificates in a PEM file.
    static Collection<? extends Certificate> certificates(Path file) {
        try {
            byte[] pem = SmallFile.read(file).orElseThrow(() -> new IOException("no such file"));
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem));
        } catch (IOException | CertificateException e) {
            throw Failure.of(
                            Failure.Kind.INVALID,
                            "cannot read certificates from \"" + file + "\": " + e.getMessage(),
                            e)
                    .hint("the file must have certificates in PEM form");
        }
    }
}
