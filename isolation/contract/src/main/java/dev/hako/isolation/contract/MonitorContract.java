package dev.hako.isolation.contract;

import static dev.hako.isolation.WithoutEngine.ENDS;
import static dev.hako.isolation.WithoutEngine.LIVES_ON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.isolation.MonitorSettings;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A program outlives the engine that started it, and another engine finds it.
abstract class MonitorContract extends ContractStage {
    private static final Duration SOON = Duration.ofSeconds(10);

    private Task reconnect(TaskAddress address) throws IOException {
        try (var other = isolation().open(SandboxSpec.alone("another engine's"))) {
            return stage().manage(other.reconnect(address).orElseThrow());
        }
    }

    @Test
    void isFoundAgainWhileItRuns() throws Exception {
        Draft draft = stage().subject("trap", "15", "5");
        var running = draft.start();
        running.client().awaitOutput("ready");
        int pid = running.task().pid();
        running.task().close();
        Task again = reconnect(draft.address());

        assertThat(again.pid()).isEqualTo(pid);
        again.kill(15);
        assertThat(LifecycleContract.end(again).code()).isEqualTo(5);
    }

    @Test
    void servesItsForegroundClientWithoutAnEngine() throws IOException {
        var running = stage().subject("cat").start();
        running.client().attached();
        running.task().close();
        running.client().write("still here");
        running.client().endInput();

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.client().output()).isEqualTo("still here");
    }

    @Test
    void isKnownToTwoEnginesAtOnce() throws Exception {
        Draft draft = stage().subject("sleep");
        Task first = draft.startDetached();
        Task second = reconnect(draft.address());
        second.kill(9);

        assertThat(LifecycleContract.end(first).signal()).isEqualTo(9);
        assertThat(LifecycleContract.end(second).signal()).isEqualTo(9);
    }

    @Test
    void runsMoreProgramsForAnEngineThatFoundItAgain() throws IOException {
        Draft draft = stage().subject("sleep");
        draft.startDetached().close();
        Task again = reconnect(draft.address());
        var exec = stage().subject("hostname").exec(again, draft);

        assertThat(exec.client().awaitExit()).isZero();
        assertThat(exec.client().output()).isEqualTo("stage\n");
    }

    @Test
    void isNotFoundAfterItsEnd() throws Exception {
        Draft draft = stage().subject("exit", "3");
        LifecycleContract.end(draft.startDetached());

        Await.until(
                "the monitor's end",
                SOON,
                () -> stage().sandbox().reconnect(draft.address()).isEmpty());
    }

    @Test
    void isNotFoundWhereNoneWasStarted() throws IOException {
        assertThat(stage().sandbox().reconnect(stage().address())).isEmpty();
    }

    @Test
    void leavesItsLastWordInAFile() throws Exception {
        Draft draft = stage().subject("exit", "3");
        LifecycleContract.end(draft.startDetached());

        assertThat(Files.readString(draft.address().directory().resolve(TaskAddress.EXIT_FILE)))
                .matches("768 \\d{19}\n");
    }

    @Test
    void endsWithItsLastEngineIfItIsOnlyForThat() throws Exception {
        Draft draft =
                stage().subject("sleep").monitor(new MonitorSettings(false, false, false, ENDS));
        draft.startDetached().close();

        Path exit = draft.address().directory().resolve(TaskAddress.EXIT_FILE);
        Await.until("the task's end", SOON, () -> Files.exists(exit));
        assertThat(Files.readString(exit)).startsWith("9 ");
    }

    @Test
    void tellsClientsOfTheExitOnlyAfterItsReleaseIfAskedTo() throws Exception {
        var running =
                stage().subject("exit", "4")
                        .monitor(new MonitorSettings(false, false, true, LIVES_ON))
                        .start();
        LifecycleContract.end(running.task());

        assertThat(running.client().hasExited()).isFalse();
        running.task().release();
        assertThat(running.client().awaitExit()).isEqualTo(4);
    }
}
