package dev.hako.image.registry.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerCredentialsTest {
    private static final Credential ALICE = new Credential.Password("alice", "in wonderland");

    @TempDir Path home;
    private final Map<String, String> variables = new HashMap<>();
    private Path config;

    @BeforeEach
    void makeHome() throws IOException {
        variables.put("HOME", home.toString());
        variables.put("PATH", "/usr/bin:/bin");
        config = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
    }

    @Test
    void readsWhatDockerWrites() throws IOException {
        Files.writeString(
                config,
                """
                {"auths": {
                  "https://index.docker.io/v1/": {"auth": "YWxpY2U6aW4gd29uZGVybGFuZA=="},
                  "registry.lan:5000": {"auth": "Ym9iOmE6Yg=="},
                  "https://old.example/v1/": {"auth": "Ym9iOmE6Yg=="},
                  "token.example": {"auth": "Ym9iOg==", "identitytoken": "long"}
                }}\
                """);
        assertThat(logins().find("docker.io", "library/box")).contains(ALICE);
        assertThat(logins().find("registry.lan:5000", ""))
                .contains(new Credential.Password("bob", "a:b"));
        assertThat(logins().find("old.example", "x"))
                .contains(new Credential.Password("bob", "a:b"));
        assertThat(logins().find("token.example", ""))
                .contains(new Credential.IdentityToken("long"));
        assertThat(logins().find("registry.lan", "")).isEmpty();
    }

    @Test
    void readsWhatPodmanWrites() throws IOException {
        variables.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        Path containers = Files.createDirectories(home.resolve("run/containers"));
        Files.writeString(
                containers.resolve("auth.json"),
                """
                {"auths": {
                  "quay.example/team": {"auth": "YWxpY2U6aW4gd29uZGVybGFuZA=="},
                  "quay.example": {"auth": "Ym9iOmE6Yg=="}
                }}\
                """);
        assertThat(logins().find("quay.example", "team/box")).contains(ALICE);
        assertThat(logins().find("quay.example", "teams/box"))
                .contains(new Credential.Password("bob", "a:b"));
    }

    @Test
    void keepsALoginAndAllThatItDoesNotKnow() throws IOException {
        Files.writeString(
                config,
                """
                {"psFormat": "table {{.ID}}", "detachKeys": "ctrl-x", "list": [1, 2.50, true, {"a": []}],
                 "auths": {"https://index.docker.io/v1/": {"auth": "Ym9iOmE6Yg=="}, "docker.io": {}}}\
                """);
        assertThat(logins().store("docker.io", ALICE)).contains(config);
        assertThat(config)
                .hasContent(
                        """
                        {
                          "psFormat": "table {{.ID}}",
                          "detachKeys": "ctrl-x",
                          "list": [
                            1,
                            2.50,
                            true,
                            {
                              "a": []
                            }
                          ],
                          "auths": {
                            "https://index.docker.io/v1/": {
                              "auth": "YWxpY2U6aW4gd29uZGVybGFuZA=="
                            }
                          }
                        }\
                        """);
        assertThat(logins().find("docker.io", "")).contains(ALICE);
        assertThat(logins().user("docker.io")).contains("alice");
    }

    @Test
    void onlyTheOwnerReadsALogin() throws IOException {
        variables.put("DOCKER_CONFIG", home.resolve("new").toString());
        Path file = logins().store("registry.lan", ALICE).orElseThrow();
        assertThat(file).isEqualTo(home.resolve("new/config.json"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve("new"))))
                .isEqualTo("rwx------");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.hako");
    }

    @Test
    void aLinkToTheFileStaysOne() throws IOException {
        Path real = home.resolve("dotfiles.json");
        Files.writeString(real, "{}");
        Files.createSymbolicLink(config, real);
        logins().store("registry.lan", ALICE);
        assertThat(config).isSymbolicLink();
        assertThat(real).content().contains("registry.lan");
    }

    @Test
    void forgetsALogin() {
        logins().store("registry.lan", ALICE);
        logins().store("other.lan", ALICE);
        assertThat(logins().erase("registry.lan")).isTrue();
        assertThat(logins().erase("registry.lan")).isFalse();
        assertThat(logins().find("registry.lan", "")).isEmpty();
        assertThat(logins().find("other.lan", "")).contains(ALICE);
    }

    @Test
    void aProgramKeepsWhatTheFileSays() throws IOException {
        helper(
                """
                #!/bin/sh
                cd "$HOME"
                case $1 in
                  store) cat >secret ;;
                  erase) cat >erased; rm secret ;;
                  get) read -r server
                    test -e secret || { echo credentials not found in native keychain; exit 1; }
                    test "$server" = https://index.docker.io/v1/ && cat secret ;;
                esac
                """);
        Files.writeString(config, "{\"credsStore\": \"test\"}");
        assertThat(logins().find("docker.io", "library/box")).isEmpty();
        assertThat(logins().store("docker.io", ALICE)).isEmpty();
        assertThat(config).content().contains("\"https://index.docker.io/v1/\": {}");
        assertThat(logins().find("docker.io", "library/box")).contains(ALICE);
        assertThat(logins().erase("docker.io")).isTrue();
        assertThat(home.resolve("erased")).hasContent("https://index.docker.io/v1/");
        assertThat(logins().find("docker.io", "library/box")).isEmpty();
    }

    @Test
    void aProgramMayServeOneRegistryOnly() throws IOException {
        helper("#!/bin/sh\necho '{\"Username\": \"<token>\", \"Secret\": \"long\"}'\n");
        Files.writeString(
                config,
                """
                {"auths": {"b.example": {"auth": "YWxpY2U6aW4gd29uZGVybGFuZA=="}},
                 "credHelpers": {"a.example": "test"}}\
                """);
        assertThat(logins().find("a.example", "")).contains(new Credential.IdentityToken("long"));
        assertThat(logins().find("b.example", "")).contains(ALICE);
    }

    @Test
    void whatAProgramComplainsOfIsPassedOn() throws IOException {
        helper("#!/bin/sh\nprintf 'the vault is shut\\033[2J\\nmore'\nexit 3\n");
        Files.writeString(config, "{\"credsStore\": \"test\"}");
        assertThatThrownBy(() -> logins().find("a.example", ""))
                .hasMessage(
                        "cannot get the login for \"a.example\": docker-credential-test says: the vault is shut\uFFFD[2J")
                .extracting("kind")
                .isEqualTo(Failure.Kind.DENIED);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() throws IOException {
        Files.writeString(config, "{\"credsStore\": \"desktop\"}");
        assertThatThrownBy(() -> logins().find("a.example", ""))
                .hasMessageStartingWith(
                        "cannot run docker-credential-desktop: it is not on the PATH; hint: ");
        Files.writeString(config, "{\"credsStore\": \"../evil\"}");
        assertThatThrownBy(() -> logins().find("a.example", ""))
                .hasMessageContaining("no program can be called");
    }

    @Test
    void aBrokenFileIsNamedButNotWhatIsSecretInIt() throws IOException {
        Files.writeString(config, "{\"auths\": {\"a.example\": {\"auth\": \"s3cret!\"}}}");
        assertThatThrownBy(() -> logins().find("a.example", ""))
                .hasMessage("invalid \"%s\": auth: must be USER:SECRET in base64".formatted(config))
                .hasMessageNotContaining("s3cret");
        Files.writeString(config, "{\"auths\": []}");
        assertThatThrownBy(() -> logins().find("a.example", ""))
                .hasMessageContaining(config.toString())
                .hasMessageContaining("auths");
        assertThat(ALICE.toString()).doesNotContain("wonderland");
    }

    @Test
    void withoutAHomeThereIsNoLoginAndNoneIsKept() {
        variables.clear();
        assertThat(logins().find("a.example", "")).isEmpty();
        assertThatThrownBy(() -> logins().store("a.example", ALICE))
                .hasMessage(
                        "cannot keep the login for \"a.example\": HOME is not set; hint: say in DOCKER_CONFIG where your config.json is");
    }

    private DockerCredentials logins() {
        return DockerCredentials.of(new Environment(variables));
    }

    private void helper(String script) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path program = Files.writeString(bin.resolve("docker-credential-test"), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        variables.put("PATH", bin + ":/usr/bin:/bin");
    }
}
