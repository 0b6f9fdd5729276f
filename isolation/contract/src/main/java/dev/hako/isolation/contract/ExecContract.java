package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.isolation.Task;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// More programs run in a container.
abstract class ExecContract extends ContractStage {
    private Draft container() throws IOException {
        return stage().subject("sleep");
    }

    @Test
    void runsAProgramInTheContainer() throws IOException {
        Draft in = container();
        Task task = in.startDetached();
        var exec = stage().subject("hostname").exec(task, in);

        assertThat(exec.client().awaitExit()).isZero();
        assertThat(exec.client().output()).isEqualTo("stage\n");
    }

    @Test
    void givesItAProcessBesideTheFirst() throws IOException {
        Draft in = container();
        var exec = stage().subject("pid").exec(in.startDetached(), in);

        assertThat(exec.client().awaitExit()).isZero();
        assertThat(Integer.parseInt(exec.client().output().strip())).isGreaterThan(1);
    }

    @Test
    void reportsItsExitAndLeavesTheContainerRunning() throws Exception {
        Draft in = container();
        Task task = in.startDetached();
        var exec = stage().subject("exit", "42").exec(task, in);

        assertThat(exec.client().awaitExit()).isEqualTo(42);
        assertThat(LifecycleContract.end(exec.task()).code()).isEqualTo(42);
        assertThat(task.exit()).isNotDone();
    }

    @Test
    void carriesItsInputAndOutput() throws IOException {
        Draft in = container();
        var exec = stage().subject("cat").exec(in.startDetached(), in);
        exec.client().write("there and back");
        exec.client().endInput();

        assertThat(exec.client().awaitExit()).isZero();
        assertThat(exec.client().output()).isEqualTo("there and back");
    }

    @Test
    void givesItATerminal() throws IOException {
        Draft in = container();
        var exec = stage().subject("window").terminal(12, 34).exec(in.startDetached(), in);
        exec.client().awaitOutput("12 34");
        exec.client().resize(56, 78);

        exec.client().awaitOutput("56 78");
        assertThat(exec.client().awaitExit()).isZero();
    }

    @Test
    void givesItAnEnvironmentAndDirectoryOfItsOwn() throws IOException {
        Draft in = container();
        Task task = in.startDetached();
        var environment =
                stage().subject("environment")
                        .process(p -> p.env(List.of("PATH=/bin", "WHO=exec")))
                        .exec(task, in);
        var directory = stage().subject("pwd").process(p -> p.cwd("/etc")).exec(task, in);

        assertThat(environment.client().awaitExit()).isZero();
        assertThat(environment.client().output()).contains("WHO=exec\n");
        assertThat(directory.client().awaitExit()).isZero();
        assertThat(directory.client().output()).isEqualTo("/etc\n");
    }

    @Test
    void isKilledAlone() throws Exception {
        Draft in = container();
        Task task = in.startDetached();
        var exec = stage().subject("sleep").exec(task, in);
        exec.client().awaitOutput("ready");
        exec.task().kill(9);

        assertThat(LifecycleContract.end(exec.task()).code()).isEqualTo(137);
        assertThat(task.exit()).isNotDone();
    }

    @Test
    void endsWithTheContainer() throws Exception {
        Draft in = container();
        Task task = in.startDetached();
        var exec = stage().subject("sleep").exec(task, in);
        exec.client().awaitOutput("ready");
        task.kill(9);

        assertThat(LifecycleContract.end(exec.task()).signal()).isEqualTo(9);
    }

    @Test
    void failsOnAContainerThatHasEnded() throws Exception {
        Draft in = stage().subject("true");
        Task task = in.startDetached();
        LifecycleContract.end(task);
        Draft exec = stage().subject("true");

        assertThatThrownBy(() -> exec.exec(task, in))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT))
                .hasMessageContaining("container \"stage\" has ended");
    }

    @Test
    void namesTheProgramThatIsNotThere() throws Exception {
        Draft in = container();
        Task task = in.startDetached();
        Draft exec = stage().program("no-such-program");

        assertThatThrownBy(() -> exec.exec(task, in))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.NO_EXECUTABLE))
                .hasMessageContaining(
                        "\"no-such-program\": executable file not found in PATH \"/usr/bin:/bin\"");
        assertThat(task.exit()).isNotDone();
    }
}
