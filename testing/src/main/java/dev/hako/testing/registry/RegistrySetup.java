package dev.hako.testing.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a [TestRegistry] is to be. Each `with…` adds to it.
public final class RegistrySetup {
    /// The user of [#withPassword].
    public static final String USER = "alice";

    /// Her password.
    public static final String PASSWORD = "correct horse";

    private static final String HTPASSWD =
            USER + ":$2b$04$/IEbrZ.sU0STAffmW9kaIe6E97MjnhFnbYhKc96by8YsBeirNJIt6\n";

    private final Path folder;
    private final List<String> http = new ArrayList<>();
    private final List<String> rest = new ArrayList<>();

    /// @param folder where its files are kept; it may hold those of an earlier one
    public RegistrySetup(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /// Only [#USER] with [#PASSWORD] may do anything (basic authentication).
    public RegistrySetup withPassword() throws IOException {
        Files.createDirectories(folder);
        Path passwords = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
        rest.add(
                """
                auth:
                  htpasswd:
                    realm: test
                    path: %s
                """
                        .formatted(passwords));
        return this;
    }

    /// Whoever has a token of this server may do what the token says.
    public RegistrySetup withTokens(TokenServer server) {
        rest.add(
                """
                auth:
                  token:
                    realm: %s
                    service: %s
                    issuer: %s
                    rootcertbundle: %s
                """
                        .formatted(
                                server.realm(),
                                TokenServer.SERVICE,
                                TokenServer.ISSUER,
                                server.certificate()));
        return this;
    }

    /// It speaks TLS, with a certificate of this authority for 127.0.0.1 and localhost.
    public RegistrySetup withTls(TestAuthority authority) throws IOException {
        TestAuthority.Identity server = authority.server();
        http.add(tls(server));
        return this;
    }

    /// As [#withTls], and its clients need a certificate of the authority too.
    public RegistrySetup withClientCertificates(TestAuthority authority) throws IOException {
        TestAuthority.Identity server = authority.server();
        http.add(tls(server) + "    clientcas:\n      - " + authority.certificate() + "\n");
        return this;
    }

    private static String tls(TestAuthority.Identity server) {
        return "  tls:\n    certificate: %s\n    key: %s\n"
                .formatted(server.certificate(), server.key());
    }

    /// It passes on what another registry has, and takes nothing in.
    public RegistrySetup asMirrorOf(String url) {
        rest.add("proxy:\n  remoteurl: " + url + "\n");
        return this;
    }

    /// Starts it.
    public TestRegistry start() throws IOException {
        Files.createDirectories(folder);
        Path configuration = folder.resolve("config.yml");
        Files.writeString(configuration, text());
        return TestRegistry.start(folder, configuration);
    }

    private String text() {
        String base =
                """
                version: 0.1
                log:
                  level: info
                  accesslog:
                    disabled: false
                storage:
                  filesystem:
                    rootdirectory: %s
                  delete:
                    enabled: true
                http:
                  addr: 127.0.0.1:0
                  secret: of the test
                """
                        .formatted(folder.resolve("storage"));
        return base + String.join("", http) + String.join("", rest);
    }
}
