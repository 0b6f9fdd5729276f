package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of a container's processes, and of hooks, when things do not go as they should.
abstract class OciLifeContract extends OciVerbsContract {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String ID = "box";

    /// Runs a container whose program is a script.
    Result run(String process, String fields, String linux, String script) throws IOException {
        bundle().with(process, fields, linux, List.of("sh", "-c", script));
        return runtime().call("run", "--bundle", bundle().folder().toString(), ID);
    }

    String printed(String process, String fields, String linux, String script) throws IOException {
        Result run = run(process, fields, linux, script);
        succeeded(run);
        return run.output();
    }

    @Test
    void endsHooksThatTakeTooLong() throws IOException {
        String hooks =
                """
                "hooks": {"createRuntime": [{"path": "/bin/sleep", "args": ["sleep", "60"], "timeout": 1}]},
                """;
        long begin = System.nanoTime();
        Result run = run("", hooks, "", "true");
        assertThat(run.status()).isNotZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
        assertThat(runtime().call("list", "--quiet").output()).isEmpty();
    }

    /// runtime.md, "Lifecycle", 13: whatever a poststop hook does, the others run.
    @Test
    void deletesThoughAPoststopHookFails() throws IOException {
        Path ran = place.resolve("ran");
        String hooks =
                """
                "hooks": {"poststop": [{"path": "/bin/false"},
                                       {"path": "/bin/touch", "args": ["touch", "%s"]}]},
                """
                        .formatted(ran);
        bundle().with("", hooks, "", List.of("sleep", "100"));
        succeeded(create());
        Result deleted = runtime().call("delete", "--force", ID);
        succeeded(deleted);
        if (!lacks().contains("poststop")) {
            assertThat(deleted.error()).contains("warning", "poststop", "/bin/false");
            assertThat(ran).exists();
        }
        assertThat(runtime().call("state", ID).status()).isNotZero();
    }

    private void startWithoutPidNamespace(String script) throws IOException {
        bundle().runs("sh", "-c", script);
        bundle().change("{\"type\": \"pid\"}, ", "");
        succeeded(create());
        succeeded(runtime().call("start", ID));
    }

    /// Sleeps of the container that the host shows.
    private static boolean sleeps(String seconds) {
        return ProcessHandle.allProcesses()
                .anyMatch(process ->
                        process.info()
                                .arguments()
                                .map(List::of)
                                .orElse(List.of())
                                .contains(seconds));
    }

    @Test
    void deletesWhatTheFirstProcessHasLeft() throws IOException {
        startWithoutPidNamespace("sleep 98765 & sleep 0.2");
        runtime().awaitStatus(ID, "stopped");
        assertThat(sleeps("98765")).isTrue();
        succeeded(runtime().call("delete", ID));
        Await.until("the end of what was left", DEADLINE, () -> !sleeps("98765"));
    }

    @Test
    void sendsSignalsToAll() throws IOException {
        startWithoutPidNamespace("sleep 98764 & sleep 98764");
        Await.until("the program", DEADLINE, () -> sleeps("98764"));
        succeeded(runtime().call("kill", "--all", ID, "KILL"));
        Await.until("the end of all", DEADLINE, () -> !sleeps("98764"));
        runtime().awaitStatus(ID, "stopped");
        succeeded(runtime().call("delete", ID));
    }

    @Test
    void runsFurtherProcessesForCallersInOtherGroups() throws IOException {
        Path other = Path.of("/sys/fs/cgroup/pids/hako-it-oci-other-" + place.getFileName());
        if (!Files.exists(other.getParent())) {
            return;
        }
        bundle().runs("sleep", "100");
        bundle().change("/" + bundle().group(), "hako-it-rel-" + place.getFileName());
        succeeded(create());
        succeeded(runtime().call("start", ID));
        Files.createDirectories(other);
        String enter = "echo $$ > " + other + "/cgroup.procs; exec \"$@\"";
        List<String> words = new ArrayList<>(List.of("sh", "-c", enter, "sh"));
        words.addAll(runtime().words("exec", ID, "cat", "/proc/self/cgroup"));
        Result exec = Programs.run(DEADLINE, Path.of("/dev/null"), words);
        assertThat(exec.output())
                .contains("/hako-it-rel-" + place.getFileName())
                .doesNotContain("hako-it-oci-other");
        Await.until(
                "the group to be left",
                DEADLINE,
                () -> {
                    Files.deleteIfExists(other);
                    return !Files.exists(other);
                });
    }
}
