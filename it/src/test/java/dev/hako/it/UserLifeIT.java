package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The life of an ordinary user's containers over time. Root is needed to become that user.
@NeedsRoot
@NeedsProgram("setpriv")
class UserLifeIT {
    private static final int UID = 64_027;
    private static final Duration DEADLINE = Duration.ofSeconds(40);
    private static final Hako HAKO = Hako.ofUser(UID);

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static List<String> actions(String container) {
        return HAKO.answer(
                        "events",
                        "--since",
                        "1h",
                        "--until",
                        "0s",
                        "--filter",
                        "container=" + container,
                        "--format",
                        "{{.Action}}")
                .lines()
                .toList();
    }

    private static String inspect(String container, String field) {
        return HAKO.answer("inspect", "--format", "{{." + field + "}}", container);
    }

    private static void await(String container, String field, String value) {
        Await.until(
                container + "'s " + field + " " + value,
                DEADLINE,
                () -> inspect(container, field).equals(value));
    }

    @Test
    void eventsAreToldAndRememberedWhenTheEngineWasKilled() {
        String id = HAKO.answer("run", "-d", "--name", "told", "host", "sleep", "600");
        HAKO.answer("exec", "told", "true");
        HAKO.answer("stop", "-t", "0", "told");
        HAKO.crashEngine();
        HAKO.answer("rename", "told", "retold");
        HAKO.answer("rm", "retold");
        assertThat(actions(id))
                .containsSubsequence(
                        "create",
                        "start",
                        "exec_create: true",
                        "exec_start: true",
                        "kill",
                        "die",
                        "stop",
                        "rename",
                        "destroy");
    }

    @Test
    void aPolicyOutlivesTheEngine() {
        HAKO.answer("run", "-d", "--name", "steady", "--restart", "always", "host", "sleep", "600");
        long first = Long.parseLong(inspect("steady", "State.Pid"));
        HAKO.crashEngine();
        Await.until("an engine again", DEADLINE, () -> HAKO.engine().isPresent());
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Await.until("a restart", DEADLINE, () -> !inspect("steady", "RestartCount").equals("0"));
        await("steady", "State.Running", "true");
        HAKO.answer("stop", "-t", "0", "steady");
        assertThat(inspect("steady", "State.Status")).isEqualTo("exited");
    }

    @Test
    void aFailureIsTriedAgainAsOftenAsAsked() {
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "failing",
                "--restart",
                "on-failure:2",
                "host",
                "sh",
                "-c",
                "echo again; exit 3");
        await("failing", "RestartCount", "2");
        await("failing", "State.Status", "exited");
        assertThat(inspect("failing", "State.ExitCode")).isEqualTo("3");
        assertThat(HAKO.answer("logs", "failing")).isEqualTo("again\nagain\nagain");
    }

    @Test
    void treesAreCopiedInAndOut() throws IOException {
        Path tree = Files.createDirectories(HAKO.place().resolve("tree/sub"));
        Files.writeString(tree.resolve("file"), "from outside");
        HAKO.answer("run", "-d", "--name", "copied", "host", "sleep", "600");
        HAKO.answer("cp", HAKO.place().resolve("tree").toString(), "copied:/tmp/in");
        assertThat(HAKO.answer("exec", "copied", "cat", "/tmp/in/sub/file"))
                .isEqualTo("from outside");
        HAKO.answer("exec", "copied", "sh", "-c", "echo changed > /tmp/in/sub/file");
        Path target = Files.createDirectory(HAKO.place().resolve("target"));
        Files.setAttribute(target, "unix:uid", UID);
        HAKO.answer("cp", "copied:/tmp/in", target.toString());
        Path file = target.resolve("in/sub/file");
        assertThat(file).hasContent("changed");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(UID);
    }

    @Test
    void aStoppedContainerIsCopiedFromAndCommitted() throws IOException {
        Path base = Files.createDirectory(HAKO.place().resolve("base"));
        Files.setAttribute(base, "unix:uid", UID);
        HAKO.answer(
                "run",
                "--name",
                "made",
                "-v",
                "/usr:/usr:ro",
                "-v",
                "/bin:/bin:ro",
                "-v",
                "/lib:/lib:ro",
                "-v",
                "/lib64:/lib64:ro",
                "rootfs:" + base,
                "sh",
                "-c",
                "echo kept > /made");
        HAKO.answer("cp", "made:/made", "copy");
        assertThat(HAKO.place().resolve("copy")).content().isEqualTo("kept\n");
        assertThat(HAKO.answer("commit", "made", "oci:layout:v1")).startsWith("sha256:");
        Path index = HAKO.place().resolve("layout/index.json");
        assertThat(index).content().contains("v1");
        assertThat(Files.getAttribute(index, "unix:uid")).isEqualTo(UID);
        assertThat(HAKO.shell("zcat layout/blobs/sha256/* 2>/dev/null | tar -it").output())
                .contains("made");
    }

    @Test
    void outputIsDeliveredToSyslog() throws IOException {
        try (LogServer server = LogServer.listen(0)) {
            HAKO.answer(
                    "run",
                    "--name",
                    "logged",
                    "--log-driver",
                    "syslog",
                    "--log-opt",
                    "syslog-address=tcp://127.0.0.1:" + server.port(),
                    "host",
                    "echo",
                    "heard");
            Await.until(
                    "the line",
                    DEADLINE,
                    () -> server.lines().stream().anyMatch(line -> line.endsWith("]: heard")));
        }
    }
}
