package dev.hako.image.registry.configuration;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Whom to trust in a connection, and what to show.
///
/// As for Docker, a directory named like the registry has certificates of authorities (`*.crt`),
/// and the client's own certificates (`NAME.cert`) with their keys (`NAME.key`).
///
/// @param authorities files with certificates that are trusted besides the machine's own
/// @param client what proves who we are
/// @param unverified whether any certificate will do
public record Tls(List<Path> authorities, Optional<ClientCertificate> client, boolean unverified) {
    /// The machine's own authorities, and nothing to show.
    public static final Tls STANDARD = new Tls(List.of(), Optional.empty(), false);

    public Tls {
        authorities = List.copyOf(authorities);
    }

    /// A certificate and its private key.
    public record ClientCertificate(Path certificate, Path key) {}

    static Tls find(List<Path> directories, String host, boolean unverified) {
        for (Path directory : directories) {
            Path own = directory.resolve(host);
            if (Files.isDirectory(own)) {
                return read(own, unverified);
            }
        }
        return new Tls(List.of(), Optional.empty(), unverified);
    }

    private static Tls read(Path directory, boolean unverified) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> sorted = files.sorted().toList();
            return new Tls(
                    sorted.stream().filter(file -> file.toString().endsWith(".crt")).toList(),
                    sorted.stream()
                            .filter(file -> file.toString().endsWith(".cert"))
                            .map(Tls::withKey)
                            .findFirst(),
                    unverified);
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.DENIED, "cannot read \"" + directory + "\": " + e.getMessage(), e);
        }
    }

    private static ClientCertificate withKey(Path certificate) {
        String name = String.valueOf(certificate.getFileName());
        String key = name.substring(0, name.length() - ".cert".length()) + ".key";
        return new ClientCertificate(certificate, certificate.resolveSibling(key));
    }

    /// What the JDK makes connections with.
    public SSLContext context() {
        try {
            KeyManager[] keys =
                    client.isPresent() ? ClientKeys.managers(client.get()) : new KeyManager[0];
            TrustManager[] trust =
                    unverified
                            ? new TrustManager[] {new AnyCertificate()}
                            : Trust.managers(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw Failure.internal("cannot set up TLS: " + e.getMessage(), e);
        }
    }
}
