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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What happens to pods as a whole, from their making to their end.
@NeedsRoot
class PodLifeIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String STATUS = "{{.Status}}";
    private static final String NETWORK = "readlink /proc/self/ns/net";

    private static final Hako HAKO = Hako.ofThisUser();

    private final Hako hako = HAKO;

    @AfterEach
    void leaveNoContainers() {
        hako.empty();
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    /// One that hears no polite request, and is given no time for it.
    private void member(String pod, String name) {
        String[] run = {"run", "-d", "--stop-timeout", "0", "--pod", pod, "--name", name};
        String[] program = {"host", "sleep", "600"};
        hako.answer(Stream.of(run, program).flatMap(Stream::of).toArray(String[]::new));
    }

    private String status(String pod) {
        return hako.answer("pod", "ls", "--filter", "name=" + pod, "--format", STATUS);
    }

    @Test
    void killsHoldsAndRestartsAll() {
        hako.answer("pod", "create", "--name", "shop");
        member("shop", "one");
        member("shop", "two");
        String before = hako.answer("inspect", "-f", "{{.State.Pid}}", "one");

        hako.answer("pod", "pause", "shop");
        assertThat(status("shop")).isEqualTo("Paused");
        hako.answer("pod", "unpause", "shop");
        assertThat(status("shop")).isEqualTo("Running");
        hako.answer("pod", "kill", "-s", "KILL", "shop");
        assertThat(status("shop")).isEqualTo("Exited");
        hako.answer("pod", "start", "--all");
        hako.answer("pod", "restart", "shop");
        assertThat(status("shop")).isEqualTo("Running");
        assertThat(hako.answer("inspect", "-f", "{{.State.Pid}}", "one")).isNotEqualTo(before);
        hako.answer("pod", "rm", "-f", "-t", "0", "shop");
        assertThat(hako.answer("ps", "-aq")).isEmpty();
    }

    @Test
    void prunesOnlyWhatHasEnded() {
        String live = hako.answer("pod", "create", "--name", "live");
        String fresh = hako.answer("pod", "create", "--name", "fresh");
        String ended = hako.answer("pod", "create", "--name", "ended");
        member("live", "web");
        String done = hako.answer("create", "--pod", "live", "--name", "done", "host", "true");
        hako.answer("start", "-a", "done");
        hako.answer("run", "--pod", "ended", "--name", "last", "host", "true");

        assertThat(hako.answer("pod", "prune", "-f")).isEqualTo(ended);
        assertThat(hako.answer("container", "prune", "-f")).contains(done);
        assertThat(hako.answer("pod", "ls", "-q").lines()).containsExactlyInAnyOrder(live, fresh);
        hako.answer("pod", "stop", "-t", "0", "live");
        member("fresh", "new");
        assertThat(hako.answer("system", "prune", "-f")).contains("Deleted Pods:", live);
        assertThat(hako.answer("ps", "-a", "--format", "{{.Names}}")).isEqualTo("new");
        assertThat(hako.answer("pod", "ls", "-q")).isEqualTo(fresh);
    }

    @Test
    void tellsWhatHappens() {
        String pod = hako.answer("pod", "create", "--name", "shop", "--label", "tier=web");
        member("shop", "web");
        hako.answer("pod", "stop", "-t", "0", "shop");
        hako.answer("pod", "rm", "shop");
        String events =
                hako.answer(
                        "events",
                        "--since",
                        "1h",
                        "--until",
                        "0s",
                        "--filter",
                        "type=pod",
                        "--filter",
                        "pod=" + pod);

        assertThat(events.lines()).hasSize(3);
        assertThat(events)
                .containsSubsequence(" pod create " + pod, " pod stop ", " pod remove ")
                .contains("(name=shop, tier=web)");
    }

    @Test
    void isMadeWithItsFirstContainer() {
        hako.answer("run", "-d", "--pod", "new:shop", "--name", "web", "host", "sleep", "600");

        assertThat(status("shop")).isEqualTo("Running");
        assertThat(hako.answer("inspect", "-f", "{{.Name}} {{.State}}", "shop"))
                .isEqualTo("shop Running");
        assertThat(hako.answer("inspect", "--type", "pod", "-f", "{{.NumContainers}}", "shop"))
                .isEqualTo("1");
        assertThat(hako.run("run", "--pod", "new:shop", "host", "true").status()).isEqualTo(125);
        assertThat(hako.run("run", "--pod", "new:other", "--ipc", "host", "host", "true").error())
                .contains("conflicting options: --pod and --ipc");
        assertThat(hako.answer("pod", "ls", "--format", "{{.Name}}")).isEqualTo("shop");
    }

    @Test
    void isExplained() {
        hako.answer("pod", "create", "--name", "shop", "--share", "+pid");
        hako.answer("create", "--pod", "shop", "--name", "web", "host", "true");

        assertThat(hako.answer("explain", "web"))
                .startsWith("web: image host, isolation namespace, created, in pod shop.")
                .contains("join the network namespace", "shared with another container or the host")
                .contains("join the pid namespace")
                .contains(hako.runDirectory() + "/pods/");
        hako.answer("pod", "stop", "shop");
        assertThat(hako.run("explain", "web").error())
                .contains("cannot join the processes of pod \"shop\": it is not running")
                .contains("hint: start it with `hako pod start shop`");
    }

    @Test
    @NeedsProgram("bash")
    void isOfferedByCompletion() {
        hako.answer("pod", "create", "--name", "shop");
        String offers = "hako __complete ";

        assertThat(hako.shell(offers + "pod rm ''").output()).contains("shop\tCreated");
        assertThat(hako.shell(offers + "run --pod s").output()).contains("shop");
        assertThat(hako.shell(offers + "pod resta").output()).contains("restart");
    }

    @Test
    void isThereAfterARestartOfTheMachine() throws IOException {
        hako.answer("pod", "create", "--name", "shop", "--share", "+pid");
        member("shop", "web");
        String before = hako.answer("exec", "web", "sh", "-c", NETWORK);
        killAll();
        forgetThisBoot();

        assertThat(status("shop")).isEqualTo("Exited");
        assertThat(hako.answer("inspect", "-f", "{{.State.Error}}", "web"))
                .contains("machine was restarted");
        hako.answer("pod", "start", "shop");
        assertThat(status("shop")).isEqualTo("Running");
        assertThat(hako.answer("exec", "web", "hostname")).isEqualTo("shop");
        assertThat(hako.answer("exec", "web", "cat", "/proc/1/comm")).isEqualTo("hako-init");
        assertThat(before).startsWith("net:[");
    }

    /// The engine, the container with its monitor, and the pod's first process with its own.
    private void killAll() {
        String groups = "cat $(find /sys/fs/cgroup -path \"*$POD*/cgroup.procs\")";
        String pod = hako.answer("pod", "ls", "-q");
        List<ProcessHandle> doomed =
                hako.shell("POD=" + pod + "; " + groups)
                        .output()
                        .lines()
                        .distinct()
                        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                        .flatMap(each -> List.of(each.parent().orElseThrow(), each).stream())
                        .distinct()
                        .toList();
        assertThat(doomed).hasSizeGreaterThanOrEqualTo(4);
        hako.shell("kill -STOP " + hako.engine().orElseThrow().pid());
        doomed.forEach(ProcessHandle::destroyForcibly);
        hako.crashEngine();
        doomed.forEach(each -> Await.until("its end", DEADLINE, () -> !each.isAlive()));
    }

    /// What is left of the last boot says that it was another one, and what lay in memory is gone.
    private void forgetThisBoot() throws IOException {
        Path containers = hako.place().resolve("root/containers");
        try (var all = Files.list(containers)) {
            for (Path container : all.toList()) {
                Path state = container.resolve("state.json");
                Files.writeString(
                        state,
                        Files.readString(state)
                                .replaceFirst("\"bootId\":\"[^\"]*\"", "\"bootId\":\"earlier\""));
            }
        }
        hako.shell(
                "umount "
                        + hako.runDirectory()
                        + "/pods/*/net "
                        + hako.runDirectory()
                        + "/pods/*/ipc "
                        + hako.runDirectory()
                        + "/pods/*/uts "
                        + hako.runDirectory()
                        + "/pods/*/shm");
        hako.shell("rm -r " + hako.runDirectory() + "/pods " + hako.runDirectory() + "/containers");
    }
}
