package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Seeing what takes room, and removing what nobody uses.
@NeedsRoot
class PruneIT {
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @AfterEach
    void removeAll() {
        for (String id : HAKO.answer("ps", "-a", "-q").lines().toList()) {
            HAKO.answer("rm", "-f", "-v", id);
        }
        HAKO.answer("volume", "prune", "-a", "-f");
    }

    private static String ended(String name, String... more) {
        String[] words = {"create", "--name", name};
        String[] all = new String[words.length + more.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        all[all.length - 2] = "host";
        all[all.length - 1] = "true";
        return HAKO.answer(all);
    }

    @Test
    void removesContainersThatDoNotRunOnceTheUserAgrees() {
        String id = ended("done");
        HAKO.answer("run", "-d", "--name", "busy", "host", "sleep", "60");
        String question =
                "WARNING! This will remove all stopped containers.\n"
                        + "Are you sure you want to continue? [y/N] ";

        for (String no : new String[] {"", "n\n", "yes\n"}) {
            assertThat(HAKO.runWithInput(no, "container", "prune"))
                    .isEqualTo(Result.printed(question));
        }
        assertThat(HAKO.runWithInput("y\n", "container", "prune"))
                .isEqualTo(
                        Result.printed(
                                question
                                        + "Deleted Containers:\n"
                                        + id
                                        + "\n\nTotal reclaimed space: 0B\n"));
        assertThat(HAKO.answer("container", "ls", "-a", "--format", "{{.Names}}"))
                .isEqualTo("busy");
    }

    @Test
    void removesOnlyTheContainersThatAFilterMeans() {
        ended("keep", "-l", "keep");
        ended("old");
        assertThat(HAKO.answer("container", "prune", "-f", "--filter", "until=24h"))
                .isEqualTo("Total reclaimed space: 0B");
        HAKO.answer("container", "prune", "-f", "--filter", "label!=keep");
        assertThat(HAKO.answer("ps", "-a", "--format", "{{.Names}}")).isEqualTo("keep");
        HAKO.answer("container", "prune", "-f", "--filter", "label=keep", "--filter", "until=0s");
        assertThat(HAKO.answer("ps", "-a", "-q")).isEmpty();
        assertThat(HAKO.run("container", "prune", "-f", "--filter", "wat=1").status()).isEqualTo(1);
    }

    @Test
    void removesVolumesThatNobodyUses() {
        HAKO.answer("volume", "create", "named");
        HAKO.answer("volume", "create", "used");
        String anonymous = HAKO.answer("volume", "create");
        ended("user", "-v", "used:/d");

        assertThat(HAKO.answer("volume", "prune", "-f"))
                .startsWith("Deleted Volumes:\n" + anonymous + "\n\nTotal reclaimed space: ");
        assertThat(HAKO.answer("volume", "ls", "-q")).isEqualTo("named\nused");
        HAKO.answer("volume", "prune", "--all", "--force");
        assertThat(HAKO.answer("volume", "ls", "-q")).isEqualTo("used");
    }

    @Test
    void removesAllThatIsNotInUse() {
        String id = ended("done", "-v", "/d");
        String volume = HAKO.answer("volume", "ls", "-q");
        Result result = HAKO.runWithInput("Y\n", "system", "prune", "--volumes");
        assertThat(result.output())
                .startsWith(
                        """
                        WARNING! This will remove:
                          - all pods whose containers have ended
                          - all stopped containers
                          - all networks not used by at least one container
                          - all anonymous volumes not used by at least one container
                        """)
                .contains("Deleted Containers:\n" + id + "\n")
                .contains("Deleted Volumes:\n" + volume + "\n")
                .contains("\nTotal reclaimed space: ");
        assertThat(HAKO.run("system", "prune", "-f", "--volumes", "--filter", "until=1h").error())
                .contains("not supported with --volumes");
    }

    @Test
    void countsEachBlockOnce() throws IOException {
        HAKO.answer("volume", "create", "data");
        Path data = Path.of(HAKO.answer("volume", "inspect", "-f", "{{.Mountpoint}}", "data"));
        Files.write(data.resolve("file"), new byte[1 << 20]);
        Files.createLink(data.resolve("same"), data.resolve("file"));
        Files.createSymbolicLink(data.resolve("link"), Path.of("/usr"));
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "busy",
                "-v",
                "data:/d",
                "host",
                "sh",
                "-c",
                "head -c 3000000 /dev/zero > /big; exec sleep 60");

        String summary = HAKO.answer("system", "df");
        assertThat(summary.lines().map(line -> line.substring(0, 14).strip()))
                .containsExactly("TYPE", "Images", "Containers", "Local Volumes", "Build Cache");
        assertThat(HAKO.answer("system", "df", "--format", "{{.Type}}|{{.TotalCount}}|{{.Active}}"))
                .contains("Images|0|0", "Containers|1|1", "Local Volumes|1|1", "Build Cache|0|0");
        assertThat(HAKO.answer("system", "df", "--format", "{{.Type}} {{.Size}} {{.Reclaimable}}"))
                .containsPattern("Local Volumes 1\\.0[45]\\d?MB 0B \\(0%\\)");
        HAKO.answer("rm", "-f", "busy");
        assertThat(HAKO.answer("system", "df", "--format", "{{.Type}} {{.Reclaimable}}"))
                .containsPattern("Local Volumes 1\\.0[45]\\d?MB \\(100%\\)");
    }

    @Test
    void showsWhatTheSumsAreMadeOf() {
        ended("user", "-v", "data:/d");
        String text = HAKO.answer("system", "df", "-v");
        assertThat(text)
                .contains("Images space usage:", "Containers space usage:", "Build cache usage: 0B")
                .containsPattern("VOLUME NAME +LINKS +SIZE\ndata +1 +")
                .containsPattern("CONTAINER ID +IMAGE +COMMAND +LOCAL VOLUMES +SIZE +CREATED");
        assertThat(
                        HAKO.answer(
                                "system",
                                "df",
                                "-v",
                                "--format",
                                "{{range .Volumes}}{{.Name}} {{.Links}}{{end}}"))
                .isEqualTo("data 1");
    }

    @Test
    void groupsHoldTheCommandsOfDocker() {
        assertThat(HAKO.run("container", "run", "--rm", "host", "echo", "hello"))
                .isEqualTo(Result.printed("hello\n"));
        assertThat(HAKO.run("volume").error())
                .contains("Usage:  hako volume COMMAND", "create", "prune");
        assertThat(HAKO.answer("help", "system", "df")).contains("hako system df [OPTIONS]");
        Result unknown = HAKO.run("volume", "mount");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.error()).contains("unknown command \"mount\"", "hako volume --help");
    }
}
