package dev.hako.isolation.contract;

import static dev.hako.failure.Failure.Kind.NOT_EXECUTABLE;
import static dev.hako.failure.Failure.Kind.NO_EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Why a program could not be started is said in words: what, why, and what to do about it.
abstract class FailureContract extends ContractStage {
    private static final String INTENT = "cannot start container \"stage\": ";

    private static Failure failure(Draft draft) {
        try {
            draft.startDetached();
        } catch (Failure e) {
            return e;
        }
        throw new AssertionError("the program was started");
    }

    private static void assertFailure(Draft draft, Failure.Kind kind, String text) {
        Failure failure = failure(draft);
        assertThat(failure.text()).isEqualTo(INTENT + text);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.hint()).as("a remedy").isPresent();
    }

    @Test
    void namesAProgramThatIsNotInThePath() throws IOException {
        assertFailure(
                stage().program("fo"),
                NO_EXECUTABLE,
                "\"fo\": executable file not found in PATH \"/usr/bin:/bin\"");
    }

    @Test
    void seesACommandLineThatWasGivenAsOneWord() throws IOException {
        Failure failure = failure(stage().program("subject say hello"));

        assertThat(failure.hint().orElseThrow()).contains("give its arguments as words");
    }

    @Test
    void namesAProgramThatIsNotAtItsPath() throws IOException {
        assertFailure(stage().program("/bin/fo"), NO_EXECUTABLE, "\"/bin/fo\": no such file");
    }

    @Test
    void namesTheTargetOfALinkToNothing() throws IOException {
        Files.createSymbolicLink(
                stage().root().folder().resolve("bin/java"), Path.of("/opt/java/bin/java"));
        assertFailure(
                stage().program("/bin/java"),
                NO_EXECUTABLE,
                "\"/bin/java\": a symbolic link to \"/opt/java/bin/java\", which does not exist");
    }

    @Test
    void refusesADirectory() throws IOException {
        assertFailure(stage().program("/etc"), NOT_EXECUTABLE, "\"/etc\": is a directory");
    }

    @Test
    void namesTheModeOfAFileThatMayNotBeExecuted() throws IOException {
        Files.setPosixFilePermissions(
                stage().root()
                        .file("/bin/plain", "#!/bin/subject\n".getBytes(StandardCharsets.UTF_8)),
                PosixFilePermissions.fromString("rw-r--r--"));
        assertFailure(
                stage().program("/bin/plain"),
                NOT_EXECUTABLE,
                "\"/bin/plain\": no execute permission (its mode is 0644)");
    }

    @Test
    void seesWindowsLineEnds() throws IOException {
        stage().root().program("/run.sh", "#!/bin/subject\r\nexit\r\n");
        assertFailure(
                stage().program("/run.sh"),
                NO_EXECUTABLE,
                "\"/run.sh\": its first line ends with a carriage return, so that its interpreter"
                        + " is \"/bin/subject\\r\"");
    }

    @Test
    void namesAMissingInterpreter() throws IOException {
        stage().root().program("/run.py", "#!/usr/bin/python3 -u\n");
        assertFailure(
                stage().program("/run.py"),
                NO_EXECUTABLE,
                "\"/run.py\": its interpreter \"/usr/bin/python3\" does not exist");
    }

    @Test
    void namesAMissingLoader() throws IOException {
        stage().root().program("/bin/dynamic", Elves.dynamic("/lib/ld-musl-other.so.1"));
        assertFailure(
                stage().program("/bin/dynamic"),
                NO_EXECUTABLE,
                "\"/bin/dynamic\": its loader \"/lib/ld-musl-other.so.1\" does not exist");
    }

    @Test
    void namesTheMachineAProgramIsFor() throws IOException {
        stage().root().program("/bin/foreign", Elves.foreign());
        Failure failure = failure(stage().program("/bin/foreign"));

        assertThat(failure.kind()).isEqualTo(NOT_EXECUTABLE);
        assertThat(failure.text())
                .startsWith(INTENT + "\"/bin/foreign\": is a program for s390x, this machine is ");
    }

    @Test
    void seesAnEmptyFile() throws IOException {
        stage().root().program("/bin/empty", "");
        assertFailure(stage().program("/bin/empty"), NOT_EXECUTABLE, "\"/bin/empty\": is empty");
    }

    @Test
    void seesAScriptWithoutItsFirstLine() throws IOException {
        stage().root().program("/bin/script", "echo hello\n");
        assertFailure(
                stage().program("/bin/script"),
                NOT_EXECUTABLE,
                "\"/bin/script\": is neither an ELF program nor a script: ENOEXEC (exec format"
                        + " error)");
    }

    @Test
    void seesAMountThatForbidsPrograms() throws IOException {
        var volume = Files.createDirectories(stage().folder().resolve("volume"));
        Files.copy(
                stage().root().folder().resolve("bin/subject"),
                volume.resolve("subject"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Draft draft =
                stage().program("/data/subject")
                        .spec(spec -> {
                            var mounts = new ArrayList<>(spec.mounts());
                            mounts.add(
                                    Mount.of(
                                            "/data", "bind", volume.toString(), "rbind", "noexec"));
                            return spec.with(s -> s.mounts(mounts));
                        });
        assertFailure(
                draft, NOT_EXECUTABLE, "\"/data/subject\": its file system is mounted with noexec");
    }

    @Test
    void canBeTriedAgainAfterAFailure() throws Exception {
        Draft draft = stage().program("/late");
        failure(draft);
        stage().root()
                .program(
                        "/late",
                        Files.readAllBytes(stage().root().folder().resolve("bin/subject")));

        assertThat(LifecycleContract.end(draft.startDetached()).code()).isZero();
    }
}
