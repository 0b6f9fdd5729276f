package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `hako login` and `hako logout`.
@NeedsProgram({"docker-registry", "skopeo"})
class LoginIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final Path CONFIG = HAKO.place().resolve(".docker/config.json");
    private static TestRegistry registry;

    @BeforeAll
    static void startRegistry() throws IOException {
        registry = new RegistrySetup(HAKO.place().resolve("registry")).withPassword().start();
    }

    @AfterAll
    static void leaveNothing() {
        registry.close();
        HAKO.close();
    }

    @AfterEach
    void forget() throws IOException {
        Files.deleteIfExists(CONFIG);
    }

    @Test
    void keepsALoginThatOthersReadToo() throws IOException {
        Result in = login(RegistrySetup.PASSWORD + "\n", registry.host());
        assertThat(in.output()).isEqualTo("Login Succeeded\n");
        assertThat(in.error())
                .startsWith(
                        "WARNING! Your password will be stored unencrypted in " + CONFIG + ".\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(CONFIG)))
                .isEqualTo("rw-------");
        Result tags =
                HAKO.shell(
                        "skopeo list-tags --tls-verify=false --authfile .docker/config.json docker://%s/none"
                                .formatted(registry.host()));
        assertThat(tags.error()).contains("404 (Not Found)");

        assertThat(HAKO.answer("logout", registry.host()))
                .isEqualTo("Removing login credentials for " + registry.host());
        assertThat(HAKO.answer("logout", registry.host()))
                .isEqualTo("Not logged in to " + registry.host());
        assertThat(CONFIG).content().doesNotContain(registry.host());
    }

    @Test
    void aWrongPasswordIsNotKept() {
        Result in = login("wrong", registry.host());
        assertThat(in.status()).isEqualTo(1);
        assertThat(in.error())
                .startsWith(
                        "hako: cannot log in at \"%s\": the registry does not accept the login"
                                .formatted(registry.host()));
        assertThat(CONFIG).doesNotExist();
    }

    @Test
    void withoutATerminalNothingIsAsked() {
        Result in = HAKO.run("login", "-u", "alice", registry.host());
        assertThat(in.status()).isEqualTo(1);
        assertThat(in.error())
                .isEqualTo(
                        "hako: cannot ask for name and password: standard input is no terminal; hint: say --username NAME --password-stdin\n");
    }

    @Test
    @NeedsProgram("python3")
    void aPasswordThatIsTypedIsNotShown() {
        Result typed =
                HAKO.script(
                        "python3",
                        """
                        import os, pty, sys
                        pid, terminal = pty.fork()
                        if pid == 0:
                            os.execvp("hako", ["hako", "login", sys.argv[2]])
                        seen = b""
                        def expect(text, answer):
                            global seen
                            while text not in seen:
                                seen += os.read(terminal, 1000)
                            print(seen.decode(), end="|")
                            seen = b""
                            os.write(terminal, answer)
                        expect(b"Username: ", b"alice\\n")
                        expect(b"Password: ", b"correct horx\\x7fse\\r")
                        try:
                            while True:
                                seen += os.read(terminal, 1000)
                        except OSError:
                            pass
                        print(seen.decode())
                        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                        """,
                        registry.host());
        assertThat(typed.output())
                .startsWith("Username: |alice\r\nPassword: |")
                .contains("Login Succeeded")
                .doesNotContain("hor");
        assertThat(typed.status()).isZero();
        assertThat(CONFIG).content().contains("YWxpY2U6Y29ycmVjdCBob3JzZQ==");
    }

    private static Result login(String password, String host) {
        return HAKO.runWithInput(
                password, "login", "-u", RegistrySetup.USER, "--password-stdin", host);
    }
}
