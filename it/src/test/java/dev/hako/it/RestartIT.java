package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Containers that are started again: by users, by policy, over deaths of engines and of the
/// machine.
@NeedsRoot
class RestartIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

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

    private void detached(String name, String policy, String script) {
        hako.answer("run", "-d", "--name", name, "--restart", policy, "host", "sh", "-c", script);
    }

    private String inspect(String container, String field) {
        return hako.answer("inspect", "--format", "{{." + field + "}}", container);
    }

    private void await(String container, String field, String value) {
        Await.until(
                container + "'s " + field + " " + value,
                DEADLINE,
                () -> inspect(container, field).equals(value));
    }

    private void awaitRestarts(String container, int least) {
        Await.until(
                least + " restarts of " + container,
                DEADLINE,
                () -> Integer.parseInt(inspect(container, "RestartCount")) >= least);
    }

    private long pid(String container) {
        return Long.parseLong(inspect(container, "State.Pid"));
    }

    private ProcessHandle monitor(String container) {
        return ProcessHandle.of(pid(container)).flatMap(ProcessHandle::parent).orElseThrow();
    }

    @Test
    void restartsARunningAndAStoppedContainer() {
        detached("web", "no", "exec sleep 600");
        long before = pid("web");
        assertThat(hako.answer("restart", "-t", "0", "web")).isEqualTo("web");
        assertThat(pid("web")).isNotEqualTo(before);
        hako.answer("stop", "-t", "0", "web");
        hako.answer("restart", "web");
        assertThat(inspect("web", "State.Running")).isEqualTo("true");
    }

    @Test
    void restartsAContainerThatIsToBeRemovedWithoutRemovingIt() {
        hako.answer("run", "-d", "--rm", "--name", "brief", "host", "sleep", "600");
        hako.answer("restart", "-t", "0", "brief");
        assertThat(inspect("brief", "State.Running")).isEqualTo("true");
        hako.answer("stop", "-t", "0", "brief");
        assertThat(hako.answer("ps", "-a", "-q")).isEmpty();
    }

    @Test
    void startsAFailedContainerAgainAsOftenAsAsked() {
        detached("failing", "on-failure:2", "exit 3");
        await("failing", "State.Status", "exited");
        assertThat(inspect("failing", "RestartCount")).isEqualTo("2");
        assertThat(inspect("failing", "State.ExitCode")).isEqualTo("3");
    }

    @Test
    void leavesASuccessAloneUnlessAlways() {
        detached("success", "on-failure", "exit 0");
        detached("forever", "always", "exit 0");
        awaitRestarts("forever", 2);
        assertThat(inspect("success", "State.Status")).isEqualTo("exited");
        assertThat(inspect("success", "RestartCount")).isEqualTo("0");
    }

    @Test
    void saysThatAContainerIsAboutToBeStartedAgain() {
        detached("flapping", "always", "exit 1");
        Await.until(
                "the state",
                DEADLINE,
                () ->
                        hako.answer("ps", "--format", "{{.State}}: {{.Status}}")
                                .matches("restarting: Restarting \\(1\\) .* ago"));
        Await.until(
                "the state in inspect",
                DEADLINE,
                () ->
                        inspect("flapping", "State.Restarting").equals("true")
                                || inspect("flapping", "State.Status").equals("restarting"));
        Result result = hako.run("rm", "flapping");
        assertThat(result.status()).isEqualTo(1);
        hako.answer("rm", "-f", "flapping");
    }

    @Test
    void stopAndKillEndTheRestarting() {
        detached("stopped", "always", "exec sleep 600");
        detached("killed", "always", "exec sleep 600");
        detached("waiting", "always", "exit 1");
        awaitRestarts("waiting", 2);
        hako.answer("stop", "-t", "0", "stopped", "waiting");
        hako.answer("kill", "killed");
        hako.crashEngine();
        for (String name : List.of("stopped", "killed", "waiting")) {
            assertThat(inspect(name, "State.Status")).as(name).isEqualTo("exited");
        }
    }

    @Test
    void anotherSignalDoesNotEndTheRestarting() {
        detached(
                "reloading",
                "always",
                "trap 'exit 5' USR1; echo ready; while :; do sleep 0.1; done");
        Await.until(
                "the program", DEADLINE, () -> hako.answer("logs", "reloading").equals("ready"));
        hako.answer("kill", "-s", "USR1", "reloading");
        awaitRestarts("reloading", 1);
        await("reloading", "State.Running", "true");
    }

    @Test
    void aPolicyGivenToARunningContainerHoldsWhenNoEngineIsThere() {
        hako.answer("run", "-d", "--name", "late", "host", "sleep", "600");
        hako.answer("update", "--restart", "always", "late");
        long pid = pid("late");
        hako.crashEngine();
        Await.until("an engine", DEADLINE, () -> hako.engine().isPresent());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        awaitRestarts("late", 1);
        hako.answer("update", "--restart", "no", "late");
        hako.answer("rm", "-f", "late");
    }

    @Test
    void aRunningContainerIsGivenAnotherPolicy() {
        hako.answer("run", "-d", "--name", "fickle", "host", "sleep", "600");
        assertThat(hako.answer("update", "--restart", "on-failure:3", "fickle"))
                .isEqualTo("fickle");
        assertThat(inspect("fickle", "HostConfig.RestartPolicy.Name")).isEqualTo("on-failure");
        assertThat(inspect("fickle", "HostConfig.RestartPolicy.MaximumRetryCount")).isEqualTo("3");
        ProcessHandle.of(pid("fickle")).orElseThrow().destroyForcibly();
        awaitRestarts("fickle", 1);
        await("fickle", "State.Running", "true");
        hako.answer("update", "--restart", "no", "fickle");
        ProcessHandle.of(pid("fickle")).orElseThrow().destroyForcibly();
        await("fickle", "State.Status", "exited");
        hako.answer("run", "-d", "--rm", "--name", "fleeting", "host", "sleep", "600");
        assertThat(hako.run("update", "--restart", "always", "fleeting").error())
                .contains("--restart and --rm");
    }

    @Test
    void waitsForTheNextEndOrTheRemoval() {
        hako.answer("run", "--name", "job", "host", "true");
        Process next = hako.start("wait", "--condition", "next-exit", "job");
        Process removed = hako.start("wait", "--condition", "removed", "job");
        Await.until(
                "the next end",
                DEADLINE,
                () -> {
                    hako.run("start", "-a", "job");
                    return !next.isAlive();
                });
        assertThat(removed.isAlive()).isTrue();
        hako.answer("rm", "job");
        Await.until("the removal", DEADLINE, () -> !removed.isAlive());
        assertThat(hako.run("wait", "--condition", "elsewhere", "job").status()).isEqualTo(125);
    }

    @Test
    void aPolicyAndRemovalExcludeEachOther() {
        Result result = hako.run("run", "--rm", "--restart", "always", "host", "true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error()).contains("--restart", "--rm");
        assertThat(hako.run("run", "--restart", "sometimes", "host", "true").status())
                .isEqualTo(125);
    }

    @Test
    void aKilledEngineIsReplacedAndGoesOnRestarting() {
        detached("steady", "always", "sleep 0.3; exit 1");
        awaitRestarts("steady", 1);
        for (int i = 0; i < 5; i++) {
            hako.crashEngine();
        }
        awaitRestarts("steady", 3);
    }

    @Test
    void restartsWhatLostItsMonitorAndItsEngine() {
        detached("orphan", "unless-stopped", "exec sleep 600");
        long before = pid("orphan");
        killEngineAndMonitors("orphan");
        await("orphan", "State.Status", "running");
        assertThat(pid("orphan")).isNotEqualTo(before);
    }

    @Test
    void afterARestartOfTheMachineWhatIsMeantToRunRuns() {
        detached("always-run", "always", "exec sleep 600");
        detached("always-stopped", "always", "exec sleep 600");
        detached("unless-run", "unless-stopped", "exec sleep 600");
        detached("unless-stopped", "unless-stopped", "exec sleep 600");
        detached("plain", "no", "exec sleep 600");
        detached("failure", "on-failure", "exec sleep 600");
        hako.answer("stop", "-t", "0", "always-stopped", "unless-stopped");
        killEngineAndMonitors("always-run", "unless-run", "plain", "failure");
        pretendThatTheMachineWasRestarted();
        for (String name : List.of("always-run", "always-stopped", "unless-run")) {
            await(name, "State.Status", "running");
        }
        for (String name : List.of("unless-stopped", "plain", "failure")) {
            assertThat(inspect(name, "State.Status")).as(name).isEqualTo("exited");
        }
        assertThat(inspect("plain", "State.Error")).contains("machine was restarted");
        assertThat(inspect("plain", "State.ExitCode")).isEqualTo("255");
    }

    /// The engine is held still meanwhile, or it would start again what ends.
    private void killEngineAndMonitors(String... containers) {
        List<ProcessHandle> monitors = List.of(containers).stream().map(this::monitor).toList();
        hako.shell("kill -STOP " + hako.engine().orElseThrow().pid());
        monitors.forEach(ProcessHandle::destroyForcibly);
        hako.crashEngine();
        monitors.forEach(each -> Await.until("its end", DEADLINE, () -> !each.isAlive()));
    }

    /// What is left of the last boot says that it was another one, and what lies in memory is gone.
    private void pretendThatTheMachineWasRestarted() {
        try (var containers = Files.list(hako.place().resolve("root/containers"))) {
            for (Path container : containers.toList()) {
                Path state = container.resolve("state.json");
                Files.writeString(
                        state,
                        Files.readString(state)
                                .replaceFirst("\"bootId\":\"[^\"]*\"", "\"bootId\":\"earlier\""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hako.shell("rm -r " + hako.runDirectory() + "/containers");
    }

    @Test
    void tellsWhenTheKernelKilledForWantOfMemory() {
        hako.run(
                "run",
                "--name",
                "hungry",
                "-m",
                "16m",
                "--memory-swap",
                "16m",
                "host",
                "sh",
                "-c",
                "tail /dev/zero; exit 1");
        hako.answer("wait", "hungry");
        assertThat(inspect("hungry", "State.OOMKilled")).isEqualTo("true");
        assertThat(
                        hako.answer(
                                "events",
                                "--since",
                                "1h",
                                "--until",
                                "0s",
                                "-f",
                                "container=hungry",
                                "--format",
                                "{{.Action}}"))
                .contains("oom\ndie");
        hako.crashEngine();
        assertThat(inspect("hungry", "State.OOMKilled")).isEqualTo("true");
        hako.answer("run", "--name", "modest", "host", "true");
        assertThat(inspect("modest", "State.OOMKilled")).isEqualTo("false");
    }
}
