package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// State that cannot be written: the sentence names the place, the cause and the remedy.
@NeedsRoot
@NeedsProgram({"mount", "umount"})
class BadPlaceIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Hako hako = Hako.ofThisUser();
    private final Path state = hako.place().resolve("root");

    @AfterEach
    void leaveNothing() {
        hako.crashEngine();
        Programs.run(DEADLINE, "umount", state.toString());
        hako.close();
    }

    private void mountState(String options) throws IOException {
        Files.createDirectories(state);
        Programs.run(DEADLINE, "mount", "-t", "tmpfs", "-o", options, "state", state.toString());
    }

    private void fillTheDisk() throws IOException {
        byte[] page = new byte[4096];
        try (var file = Files.newOutputStream(state.resolve("filler"))) {
            for (int written = 0; written < 1 << 20; written += page.length) {
                file.write(page);
            }
            throw new AssertionError("the disk has room for more than it should");
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void saysThatTheStateIsReadOnly() throws IOException {
        mountState("ro,mode=700");
        Result result = hako.run("run", "--rm", "host", "true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error())
                .contains("\"" + state, "Read-only file system", "hint: ", "HAKO_ROOT");
    }

    @Test
    void saysThatTheDiskIsFullAndKeepsWhatRuns() throws IOException {
        mountState("size=256k,mode=700");
        String waiting = "read line; exit 7";
        hako.answer("run", "-d", "-i", "--name", "early", "host", "sh", "-c", waiting);
        fillTheDisk();

        assertThat(hako.run("run", "--name", "late", "host", "true"))
                .isEqualTo(
                        new Result(
                                125,
                                "",
                                """
                                hako: cannot create container "late": No space left on device; \
                                hint: free some space, or move the state with HAKO_ROOT
                                """));
        assertThat(hako.runWithInput("go\n", "attach", "early").status()).isEqualTo(7);
        assertThat(hako.answer("inspect", "--format", "{{.State.ExitCode}}", "early"))
                .isEqualTo("7");
        hako.answer("rm", "early");
        assertThat(hako.answer("ps", "-a", "-q")).isEmpty();
    }
}
