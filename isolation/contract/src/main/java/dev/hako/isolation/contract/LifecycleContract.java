package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Task;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A program is started, ends or is ended, and how is known.
abstract class LifecycleContract extends ContractStage {
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;
    private static final int SIGSEGV = 11;

    static ExitStatus end(Task task) throws Exception {
        return task.exit().get(15, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 255})
    void reportsTheExitCodeOfTheProgram(int code) throws Exception {
        var running = stage().subject("exit", String.valueOf(code)).start();

        assertThat(running.client().awaitExit()).isEqualTo(code);
        ExitStatus status = end(running.task());
        assertThat(status.code()).isEqualTo(code);
        assertThat(status.signal()).isZero();
    }

    @Test
    void saysWhenTheProgramEnded() throws Exception {
        Instant before = Instant.now().minusMillis(1000);
        ExitStatus status = end(stage().subject("true").startDetached());

        assertThat(status.finishedAt()).isBetween(before, Instant.now().plusMillis(1000));
    }

    @Test
    void reportsTheSignalThatEndedTheProgram() throws Exception {
        var running = stage().subject("crash").start();

        assertThat(running.client().awaitExit()).isEqualTo(128 + SIGSEGV);
        assertThat(end(running.task()).signal()).isEqualTo(SIGSEGV);
    }

    @Test
    void killsTheProgram() throws Exception {
        var running = stage().subject("sleep").start();
        running.client().awaitOutput("ready");
        running.task().kill(SIGKILL);

        assertThat(end(running.task()).code()).isEqualTo(128 + SIGKILL);
    }

    @Test
    void deliversASignalThatTheProgramHandles() throws Exception {
        var running = stage().subject("trap", "15", "7").start();
        running.client().awaitOutput("ready");
        running.task().kill(SIGTERM);

        assertThat(end(running.task()).code()).isEqualTo(7);
    }

    @Test
    void dropsASignalAfterTheEnd() throws Exception {
        Task task = stage().subject("true").startDetached();
        end(task);
        task.kill(SIGKILL);

        assertThat(end(task).code()).isZero();
    }

    @Test
    void endsWhatTheProgramLeavesBehind() throws Exception {
        var running = stage().subject("leave").start();

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.client().output()).isEqualTo("left\n");
        assertThat(end(running.task()).code()).isZero();
    }

    @Test
    void startsTwoContainersSideBySide() throws Exception {
        var one = stage().subject("sleep").start();
        var other = stage().subject("sleep").start();
        one.client().awaitOutput("ready");
        other.client().awaitOutput("ready");
        one.task().kill(SIGKILL);

        assertThat(end(one.task()).signal()).isEqualTo(SIGKILL);
        assertThat(other.task().exit()).isNotDone();
    }

    @Test
    void givesEachTaskAProcessOfItsOwn() throws IOException {
        Task one = stage().subject("sleep").startDetached();
        Task other = stage().subject("sleep").startDetached();

        assertThat(one.pid()).isPositive().isNotEqualTo(other.pid());
    }
}
