package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@NeedsRoot
class RunIT {
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static Result inBox(String script) {
        return HAKO.run("run", "--rm", "host", "sh", "-c", script);
    }

    @Test
    void printsWhatTheProgramPrints() {
        assertThat(HAKO.run("run", "--rm", "host", "echo", "hello from a box"))
                .isEqualTo(Result.printed("hello from a box\n"));
    }

    @Test
    void keepsTheTwoOutputsApart() {
        assertThat(inBox("echo one; echo two >&2")).isEqualTo(new Result(0, "one\n", "two\n"));
    }

    @Test
    void endsAsTheProgramEnds() {
        assertThat(inBox("exit 42")).isEqualTo(Result.exited(42));
    }

    @Test
    void tellsTheSignalThatEndedTheProgram() {
        assertThat(inBox("sh -c 'kill -TERM $$'; exit $?").status()).isEqualTo(128 + 15);
    }

    @Test
    void answers127WhenThereIsNoSuchProgram() {
        Result result = HAKO.run("run", "--rm", "host", "no-such-program");
        assertThat(result.status()).isEqualTo(127);
        assertThat(result.error()).startsWith("hako: cannot ").contains("no-such-program");
    }

    @Test
    void answers126WhenTheProgramCannotBeExecuted() {
        Result result = HAKO.run("run", "--rm", "host", "/etc/passwd");
        assertThat(result.status()).isEqualTo(126);
        assertThat(result.error()).startsWith("hako: cannot ").contains("/etc/passwd");
    }

    @Test
    void answers125ToAnOptionItDoesNotKnow() {
        Result result = HAKO.run("run", "--no-such-option", "host", "true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error()).contains("--no-such-option").contains("hako run --help");
    }

    @Test
    void namesAnImageThatItDoesNotHave() {
        Result result = HAKO.run("run", "--rm", "--pull", "never", "no-such-image", "true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error()).contains("\"no-such-image\"").contains("hint: ");
    }

    @Test
    void handsStandardInputOverWhenAsked() {
        assertThat(HAKO.runWithInput("a\nb\n", "run", "--rm", "-i", "host", "cat"))
                .isEqualTo(Result.printed("a\nb\n"));
    }

    /// Control-P and control-Q are keys where there is a terminal, and bytes where there is none.
    @Test
    void handsOverWhatWouldDetachATerminal() {
        assertThat(HAKO.runWithInput("a\020\021b\n", "run", "--rm", "-i", "host", "cat"))
                .isEqualTo(Result.printed("a\020\021b\n"));
    }

    @Test
    void keepsStandardInputBackUnlessAsked() {
        assertThat(HAKO.runWithInput("a\n", "run", "--rm", "host", "cat"))
                .isEqualTo(Result.exited(0));
    }

    @Test
    void passesEveryByteOfMuchOutput() {
        assertThat(inBox("head -c 5000000 /dev/zero | tr '\\0' x").output()).hasSize(5_000_000);
    }

    @Test
    void setsEnvironmentWorkingDirectoryAndUser() {
        var result =
                HAKO.run(
                        "run",
                        "--rm",
                        "-e",
                        "WHO=me",
                        "-w",
                        "/tmp",
                        "-u",
                        "12:34",
                        "host",
                        "sh",
                        "-c",
                        "echo $WHO $PWD $(id -u):$(id -g)");
        assertThat(result).isEqualTo(Result.printed("me /tmp 12:34\n"));
    }

    @Test
    void mountsAFolderOfTheHost() throws IOException {
        var folder = Files.createDirectory(HAKO.place().resolve("shared"));
        Files.writeString(folder.resolve("in"), "from outside\n");
        var result =
                HAKO.run(
                        "run",
                        "--rm",
                        "-v",
                        folder + ":/shared",
                        "host",
                        "sh",
                        "-c",
                        "cat /shared/in; echo from inside > /shared/out");
        assertThat(result).isEqualTo(Result.printed("from outside\n"));
        assertThat(folder.resolve("out")).hasContent("from inside\n");
    }

    @Test
    void removesTheContainerAfterwards() {
        inBox("true");
        assertThat(HAKO.answer("ps", "--all", "--quiet")).isEmpty();
    }

    @Test
    void writesNothingToTheHostsFiles() {
        assertThat(inBox("echo x > /etc/hako-was-here; cat /etc/hako-was-here"))
                .isEqualTo(Result.printed("x\n"));
        assertThat(Path.of("/etc/hako-was-here")).doesNotExist();
    }

    @Test
    void runsInATimeZone() {
        String script = "date -d @1767323045 +%H:%M";
        assertThat(HAKO.answer("run", "--rm", "--tz", "Asia/Tokyo", "host", "sh", "-c", script))
                .isEqualTo("12:04");
        String here = HAKO.shell(script).output().strip();
        assertThat(HAKO.answer("run", "--rm", "--tz", "local", "host", "sh", "-c", script))
                .isEqualTo(here);
        Result unknown = HAKO.run("run", "--rm", "--tz", "Mars/Olympus", "host", "true");
        assertThat(unknown.status()).isEqualTo(125);
        assertThat(unknown.error()).contains("unknown time zone \"Mars/Olympus\"", "hint: ");
        assertThat(HAKO.run("run", "--rm", "--tz", "../../etc/passwd", "host", "true").status())
                .isEqualTo(125);
    }
}
