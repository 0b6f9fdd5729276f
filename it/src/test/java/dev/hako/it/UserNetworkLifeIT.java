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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What connects an ordinary user's containers while they come, go and live through crashes.
@NeedsRoot
@NeedsProgram({"setpriv", "unshare", "nsenter", "ip", "ping", "pasta", "python3", "curl"})
class UserNetworkLifeIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    @RegisterExtension static final OwnHost HOST = OwnHost.ofUser(64_033);

    private static final Hako HAKO = HOST.hako();
    private static final Sleepers BOXES = new Sleepers(HAKO);

    @AfterEach
    void removeAll() {
        HOST.empty();
        awaitPrograms(0);
    }

    private static boolean reachesTheWorld(String name) {
        return HAKO.run("exec", name, "curl", "-s", "-m", "2", "http://198.51.100.1/")
                .output()
                .startsWith("world ");
    }

    /// The programs that connect containers of this instance.
    private static List<ProcessHandle> programs() {
        String mark = HAKO.runDirectory().resolve("worlds").toString();
        return ProcessHandle.allProcesses().filter(process -> isTold(process, mark)).toList();
    }

    private static boolean isTold(ProcessHandle process, String mark) {
        try {
            Path file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
            return Files.readString(file).contains(mark);
        } catch (IOException e) {
            return false; // it has ended meanwhile
        }
    }

    private static void awaitPrograms(int count) {
        Await.until(count + " programs", DEADLINE, () -> programs().size() == count);
    }

    private static long pid(String name) {
        return Long.parseLong(HAKO.answer("inspect", "-f", "{{.State.Pid}}", name));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    @Test
    void endsWithTheContainerHoweverThatEnds() throws IOException {
        BOXES.box("stopped", "--network=bridge");
        BOXES.box("removed", "--network=bridge");
        BOXES.box("killed", "--network=bridge", "--rm");
        awaitPrograms(3);
        HAKO.answer("stop", "-t", "0", "stopped");
        assertThat(programs()).hasSize(2);
        HAKO.answer("rm", "-f", "removed");
        assertThat(programs()).hasSize(1);
        kill(pid("killed"));
        awaitPrograms(0);
        HAKO.answer("run", "--rm", "--network=bridge", "host", "true");
        assertThat(programs()).isEmpty();
        Result missing = HAKO.run("run", "--rm", "--network=bridge", "host", "no-such-program");
        assertThat(missing.status()).isEqualTo(127);
        assertThat(programs()).isEmpty();
        Await.until("no file of theirs", DEADLINE, UserNetworkLifeIT::leavesNoFiles);
    }

    private static boolean leavesNoFiles() {
        try (Stream<Path> files = Files.list(HAKO.runDirectory().resolve("worlds"))) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void endsWithTheContainerThoughNoEngineIsThere() {
        BOXES.box("alone", "--network=bridge");
        long pid = pid("alone");
        HAKO.crashEngine();
        assertThat(programs()).hasSize(1);
        kill(pid);
        awaitPrograms(0);
        assertThat(HAKO.engine()).isEmpty();
    }

    @Test
    void isEndedByTheNextEngineIfTheMonitorWasKilledToo() {
        BOXES.box("lost", "--network=bridge");
        BOXES.box("kept", "--network=bridge", "-p", "8085:80");
        long pid = pid("lost");
        long monitor = ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow().pid();
        HAKO.crashEngine();
        kill(monitor);
        assertThat(reachesTheWorld("kept")).isTrue();
        awaitPrograms(1);
        assertThat(HAKO.answer("port", "kept", "80")).startsWith("0.0.0.0:8085");
        HAKO.answer("rm", "-f", "kept");
        assertThat(programs()).isEmpty();
    }

    @Test
    void isMadeAnewWhenSomebodyEndsIt() {
        HAKO.answer("network", "create", "shop");
        BOXES.box("other", "--network=shop");
        HAKO.answer(
                "run",
                "-d",
                "--name=web",
                "--network=bridge",
                "--network=shop",
                "-p",
                "8080:80",
                "host",
                "python3",
                "-m",
                "http.server",
                "80",
                "--directory",
                "/etc");
        awaitPage();
        for (String engine : List.of("the same", "the next", "one that comes later")) {
            if (!engine.equals("the same")) {
                HAKO.crashEngine();
            }
            if (engine.equals("the next")) {
                HAKO.answer("ps");
            }
            programs().forEach(ProcessHandle::destroyForcibly);
            HAKO.answer("ps");
            Await.until(
                    "the world by " + engine + " engine", DEADLINE, () -> reachesTheWorld("web"));
            awaitPage();
            assertThat(BOXES.reaches("web", "other")).isTrue();
            assertThat(HAKO.answer("exec", "web", "getent", "ahostsv4", "any.example"))
                    .startsWith("203.0.113.9 ");
        }
        HAKO.answer("rm", "-f", "web", "other");
        awaitPrograms(0);
    }

    private static void awaitPage() {
        Await.until(
                "a page",
                DEADLINE,
                () -> HAKO.shell("curl -sf -m2 http://127.0.0.1:8080/hostname").status() == 0);
    }

    @Test
    void outlivesEngines() {
        HAKO.answer("network", "create", "--subnet=10.11.0.0/29", "tight");
        BOXES.box("one", "--network=tight");
        BOXES.box("two", "--network=tight");
        String before = BOXES.address("two", "tight");
        HAKO.crashEngine();
        assertThat(reachesTheWorld("one")).isTrue();
        assertThat(BOXES.reaches("one", "two")).isTrue();
        BOXES.box("three", "--network=tight");
        assertThat(BOXES.address("two", "tight")).isEqualTo(before);
        assertThat(List.of(BOXES.address("one", "tight"), before))
                .doesNotContain(BOXES.address("three", "tight"));
        assertThat(BOXES.refused("late", "--network=tight", "--ip=" + before).error())
                .contains("is in use by container \"two\"");
        assertThat(BOXES.reaches("three", "two")).isTrue();
        HAKO.answer("rm", "-f", "one", "two", "three", "late");
        HAKO.crashEngine();
        BOXES.box("again", "--network=tight");
        assertThat(reachesTheWorld("again")).isTrue();
    }

    @Test
    void isLeftByNoStartThatWasKilled() {
        for (int i = 0; i < 5; i++) {
            Process run =
                    HAKO.start("run", "-d", "--rm", "--network=bridge", "host", "sleep", "600");
            Await.until("a program", DEADLINE, () -> !programs().isEmpty() || !run.isAlive());
            HAKO.crashEngine();
            HAKO.empty();
            awaitPrograms(0);
        }
    }

    @Test
    void isThereAgainAfterARestart() {
        BOXES.box("web", "--network=bridge", "--restart=always", "-p", "8086:80");
        HAKO.answer("restart", "-t", "0", "web");
        assertThat(reachesTheWorld("web")).isTrue();
        long before = pid("web");
        kill(before);
        Await.until("a restart", DEADLINE, () -> pid("web") != before && pid("web") != 0);
        assertThat(reachesTheWorld("web")).isTrue();
        assertThat(programs()).hasSize(1);
        assertThat(HAKO.answer("port", "web", "80")).startsWith("0.0.0.0:8086");
    }

    @Test
    void goesOnWhileAContainerIsPausedAndCopied() {
        BOXES.box("web", "--network=bridge");
        HAKO.answer("exec", "web", "sh", "-c", "echo kept > /tmp/file");
        HAKO.answer("cp", "web:/tmp/file", "copy");
        assertThat(HAKO.shell("cat copy").output()).isEqualTo("kept\n");
        HAKO.answer("run", "--rm", "--network=container:web", "host", "curl", "-s", "198.51.100.1");
        assertThat(reachesTheWorld("web")).isTrue();
        assertThat(HAKO.answer("explain", "web"))
                .containsPattern("ms  the network is there, with its addresses, ports and names");
    }
}
