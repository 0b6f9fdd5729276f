package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Hako as an ordinary user, who owns one id and nothing else. Root is needed to become that user.
@NeedsRoot
@NeedsProgram("setpriv")
class UserIT {
    private static final int UID = 64_021;
    private static final Hako HAKO = Hako.ofUser(UID);

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static Result inBox(String script) {
        return HAKO.run("run", "--rm", "host", "sh", "-c", script);
    }

    @Test
    void runsAProgram() {
        assertThat(inBox("echo hello; exit 3")).isEqualTo(new Result(3, "hello\n", ""));
    }

    @Test
    void isRootInsideOnly() throws IOException {
        Path shared = Files.createDirectory(HAKO.place().resolve("shared"));
        Files.setAttribute(shared, "unix:uid", UID);
        Result result =
                HAKO.run(
                        "run",
                        "--rm",
                        "-v",
                        shared + ":/shared",
                        "host",
                        "sh",
                        "-c",
                        "id -u; echo x > /shared/file");
        assertThat(result).isEqualTo(Result.printed("0\n"));
        assertThat(Files.getAttribute(shared.resolve("file"), "unix:uid")).isEqualTo(UID);
    }

    @Test
    void cannotReadWhatTheUserCannotRead() {
        assertThat(inBox("cat /etc/shadow").status()).isNotZero();
    }

    @Test
    void keepsItsSocketToItself() throws IOException {
        inBox("true");
        assertThat(permissions(HAKO.runDirectory())).isEqualTo("rwx------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
