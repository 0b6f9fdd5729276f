package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The manual pages of the distribution, as the programs that show them read them.
class ManIT {
    private static final Path DIST = Path.of(System.getProperty("hako.dist"));
    private static final Path SHARE = DIST.resolve("share");
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(SHARE.resolve("man/man1"))) {
            return files.sorted().toList();
        }
    }

    private static Result run(String... command) {
        return Programs.run(DEADLINE, Path.of("/dev/null"), List.of(command));
    }

    @Test
    void thereIsAPageForEachCommand() throws IOException {
        assertThat(pages().stream().map(page -> page.getFileName().toString()))
                .contains("hako.1", "hako-run.1", "hako-exec.1", "hako-completion.1")
                .doesNotContain("hako-__complete.1");
    }

    @Test
    @NeedsProgram("mandoc")
    void mandocHasNothingToSayAgainstThem() throws IOException {
        for (Path page : pages()) {
            Result lint = run("mandoc", "-Tlint", "-Wwarning", page.toString());
            assertThat(lint).as(page.toString()).isEqualTo(Result.printed(""));
        }
    }

    @Test
    @NeedsProgram({"man", "groff"})
    void manShowsThem() throws IOException {
        for (Path page : pages()) {
            Result shown = run("man", "--warnings", "-E", "ascii", "-l", page.toString());
            assertThat(shown.error()).as(page.toString()).isEmpty();
            assertThat(shown.output())
                    .contains("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "SEE ALSO");
        }
        Result run = run("man", "-E", "ascii", "-l", page("hako-run.1"));
        assertThat(run.output())
                .contains("hako run [OPTIONS] IMAGE [COMMAND] [ARG...]")
                .contains("-m, --memory BYTES")
                .contains("$ hako run --rm host ls -l /");
    }

    private static String page(String name) {
        return SHARE.resolve("man/man1").resolve(name).toString();
    }

    @Test
    void theyAreTheSameEachTimeTheyAreMade(@TempDir Path again) {
        String java = System.getProperty("java.home") + "/bin/java";
        String jars = DIST.resolve("lib/hako") + "/*";
        Programs.run(
                DEADLINE, java, "-cp", jars, "dev.hako.app.manual.ShareTree", again.toString());
        assertThat(run("diff", "-r", SHARE.toString(), again.toString()))
                .isEqualTo(Result.printed(""));
    }

    @Test
    void shellsFindTheScriptsWhereTheyLook() {
        assertThat(SHARE.resolve("bash-completion/completions/hako")).isRegularFile();
        assertThat(SHARE.resolve("zsh/site-functions/_hako")).content().startsWith("#compdef hako");
        assertThat(SHARE.resolve("fish/vendor_completions.d/hako.fish")).isRegularFile();
    }
}
