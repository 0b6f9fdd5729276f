package dev.hako.testing.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A certificate authority that nobody knows, made with `openssl`.
public final class TestAuthority {
    private static final long DEADLINE_SECONDS = 30;

    private final Path folder;

    private TestAuthority(Path folder) {
        this.folder = folder;
    }

    /// Makes one, with a new key.
    ///
    /// @param folder where its files are kept
    public static TestAuthority make(Path folder) throws IOException {
        var authority = new TestAuthority(folder.toAbsolutePath());
        Files.createDirectories(authority.folder);
        authority.openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -subj /CN=test-authority -keyout authority.key -out authority.crt");
        return authority;
    }

    /// A certificate with its private key, both as PEM files.
    public record Identity(Path certificate, Path key) {}

    /// Its own certificate, which clients must trust.
    public Path certificate() {
        return folder.resolve("authority.crt");
    }

    /// What a server at 127.0.0.1 or localhost shows.
    public Identity server() throws IOException {
        return issue("server", "subjectAltName=IP:127.0.0.1,DNS:localhost");
    }

    /// What a client shows.
    public Identity client() throws IOException {
        return issue("client", "extendedKeyUsage=clientAuth");
    }

    private Identity issue(String name, String extension) throws IOException {
        Path extensions = Files.writeString(folder.resolve(name + ".ext"), extension + "\n");
        openssl(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=%1$s"
                                .formatted(name)
                        + " -keyout %1$s.key -out %1$s.csr".formatted(name));
        openssl(
                "x509 -req -in %1$s.csr -CA authority.crt -CAkey authority.key -CAcreateserial"
                                .formatted(name)
                        + " -days 2 -extfile %s -out %s.crt"
                                .formatted(extensions.getFileName(), name));
        return new Identity(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    private void openssl(String arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(arguments.split(" ")));
        Path log = folder.resolve("openssl.log");
        Process process =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", words) + ": " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
