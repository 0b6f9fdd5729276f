package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The engine dies of `kill -9`; containers must not notice.
@NeedsRoot
class CrashIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Hako hako = Hako.ofThisUser();

    @AfterEach
    void leaveNothing() {
        hako.close();
    }

    @Test
    void aContainerOutlivesItsEngine() {
        String counting = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.05; done";
        hako.answer("run", "--detach", "--name", "counter", "host", "sh", "-c", counting);
        hako.crashEngine();
        int before = count();
        Await.until("more output", DEADLINE, () -> count() > before);
        hako.answer("stop", "--time", "0", "counter");
        assertThat(hako.answer("wait", "counter")).isEqualTo("137");
    }

    private int count() {
        return (int) hako.run("logs", "counter").output().lines().count();
    }

    @Test
    void anExitWhileNoEngineRanIsKnownAfterwards() {
        hako.answer("run", "--detach", "--name", "brief", "host", "sh", "-c", "sleep 1; exit 9");
        hako.crashEngine();
        assertThat(hako.answer("wait", "brief")).isEqualTo("9");
    }

    @Test
    void aForegroundRunEndsAsItsProgramWithoutTheEngine() throws Exception {
        Process run =
                hako.start(
                        "run", "--name", "front", "host", "sh", "-c", "echo up; sleep 1; exit 6");
        byte[] greeting = run.getInputStream().readNBytes(3);
        assertThat(new String(greeting, StandardCharsets.UTF_8)).isEqualTo("up\n");
        hako.crashEngine();
        assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(6);
    }

    @Test
    void aNewEngineIsStartedByTheNextCommand() {
        assertThat(hako.run("run", "--rm", "host", "true").status()).isZero();
        hako.crashEngine();
        assertThat(hako.run("run", "--rm", "host", "true").status()).isZero();
        assertThat(hako.engine()).isPresent();
    }

    /// A log-out ends what is in the groups of a session, where a service manager is told to.
    @Test
    void anEngineLeavesTheControlGroupsOfWhoStartsIt() throws IOException {
        hako.answer("version");
        Path groups = Path.of("/proc/" + hako.engine().orElseThrow().pid() + "/cgroup");
        assertThat(Files.readAllLines(groups))
                .filteredOn(line -> line.contains(":name=") || line.startsWith("0::"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(":/hako/engine"));
    }
}
