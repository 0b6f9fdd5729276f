package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Engines and monitors die of `kill -9` at any moment: nothing is lost, and nothing is left.
///
/// `-Dhako.kills=20` makes it quick, `-Dhako.seed=N` takes the moments of an earlier run.
@NeedsRoot
class EngineDeathIT {
    private static final int KILLS = Integer.getInteger("hako.kills", 60);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Executor OWN_THREADS = task -> Thread.ofPlatform().start(task);

    private final Hako hako = Hako.ofThisUser();
    private final Traces traces = new Traces(hako);

    @AfterEach
    void leaveNothing() {
        hako.close();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void losesNothingAndLeavesNothingHoweverOftenTheEngineDies() throws IOException {
        long seed = Long.getLong("hako.seed", System.nanoTime());
        awaitQuickStarts();
        hako.answer("run", "-d", "--name", MixedLoad.STEADY, "host", "sh", "-c", endless("TERM"));
        Process front =
                hako.start("run", "--rm", "--name", "front", "host", "sh", "-c", endless("USR1"));
        front.getOutputStream().close();
        Reading output = Reading.of(front.getInputStream());
        Reading error = Reading.of(front.getErrorStream());

        var load = new MixedLoad(hako);
        List<CompletableFuture<Void>> users = users(load);
        System.out.println("-Dhako.seed=" + seed);
        new Crashes(hako, traces, seed).kill(KILLS);
        load.end();
        users.forEach(CompletableFuture::join);
        System.out.println(load.done() + " commands, " + traces.noted() + " containers seen");

        hako.answer("kill", "--signal", "USR1", "front");
        assertThat(waitFor(front)).as(error.text()).isEqualTo(9);
        assertThat(output.text()).matches(MixedLoad::isCount, "counts without a gap");
        hako.answer("stop", MixedLoad.STEADY);
        assertThat(hako.answer("wait", MixedLoad.STEADY)).isEqualTo("9");
        assertThat(hako.answer("logs", MixedLoad.STEADY))
                .matches(MixedLoad::isCount, "counts without a gap");
        assertNothingIsLeft();
    }

    /// An idle engine makes the cache that those after it start with, so that there is time for
    /// many.
    private void awaitQuickStarts() {
        hako.answer("version");
        Path cache = Path.of("/var/cache/hako", hako.buildId() + ".aot");
        Await.until("the cache " + cache, DEADLINE, () -> Files.exists(cache));
    }

    private static List<CompletableFuture<Void>> users(MixedLoad load) {
        Stream<Runnable> users =
                Stream.of(
                        load::runsInTheForeground,
                        load::runsInTheBackground,
                        load::stops,
                        load::executesAndReadsLogs);
        return users.map(user -> CompletableFuture.runAsync(user, OWN_THREADS)).toList();
    }

    /// What an engine was about to remove when it was killed, the next one removes as it starts.
    private void assertNothingIsLeft() {
        traces.note();
        hako.crashEngine();
        for (String id : hako.answer("ps", "-a", "-q", "--no-trunc").lines().toList()) {
            hako.answer("rm", "-f", id);
        }
        try {
            Await.until("an empty host", DEADLINE, () -> traces.all().isEmpty());
        } catch (AssertionError e) {
            assertThat(traces.all()).isEmpty();
        }
    }

    @Test
    void reportsAContainerAsLostWhenItsMonitorIsKilled() {
        String id = hako.answer("run", "-d", "--name", "orphan", "host", "sleep", "600");
        traces.note();
        monitor("orphan").destroyForcibly();
        Await.until(
                "the end of " + id,
                DEADLINE,
                () -> hako.answer("ps", "-a", "--format", "{{.State}}").equals("exited"));
        assertThat(hako.answer("wait", "orphan")).isEqualTo("255");
        assertThat(hako.answer("inspect", "--format", "{{.State.Error}}", "orphan"))
                .contains("monitor");
        assertNothingIsLeft();
    }

    @Test
    void leavesNothingOfAContainerWhoseMonitorAndEngineAreKilled() {
        hako.answer("run", "-d", "--rm", "--name", "orphan", "host", "sleep", "600");
        hako.answer("run", "-d", "--name", "kept", "host", "sleep", "600");
        traces.note();
        List<ProcessHandle> monitors = List.of(monitor("orphan"), monitor("kept"));
        hako.crashEngine();
        monitors.forEach(ProcessHandle::destroyForcibly);
        assertThat(hako.answer("wait", "kept")).isEqualTo("255");
        assertNothingIsLeft();
    }

    @Test
    void anEngineKeepsNoDescriptorOfAContainerThatIsGone() {
        oneLife("warm-up");
        long before = descriptors();
        for (int i = 0; i < 10; i++) {
            oneLife("life-" + i);
        }
        Await.until("as many descriptors as before", DEADLINE, () -> descriptors() <= before);
    }

    private void oneLife(String name) {
        hako.answer("run", "-d", "--name", name, "host", "sleep", "600");
        hako.answer("exec", name, "true");
        hako.answer("logs", name);
        hako.answer("rm", "-f", name);
        hako.answer("run", "--rm", "host", "true");
    }

    private long descriptors() {
        long pid = hako.engine().orElseThrow().pid();
        try (var files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError("cannot count the engine's descriptors", e);
        }
    }

    /// The parent of the container's first process.
    private ProcessHandle monitor(String container) {
        String pid = hako.answer("inspect", "--format", "{{.State.Pid}}", container);
        return ProcessHandle.of(Long.parseLong(pid)).flatMap(ProcessHandle::parent).orElseThrow();
    }

    private static int waitFor(Process process) {
        Await.until("the end of the foreground run", DEADLINE, () -> !process.isAlive());
        return process.exitValue();
    }

    /// Counts until it gets the signal.
    private static String endless(String signal) {
        return "trap 'exit 9' "
                + signal
                + "; i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done";
    }
}
