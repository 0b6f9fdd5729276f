package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Pidfd;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.User;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Programs that join a container.
@NeedsRoot
@NeedsProgram("busybox")
class ExecPlanIT extends ContainerRuns {
    @Test
    void joinsARunningContainer() throws IOException {
        Process process =
                Process.of(
                                List.of(
                                        "sh",
                                        "-c",
                                        "hostname; [ $$ -lt 20 ] && echo joined; pwd;"
                                                + " grep CapEff /proc/self/status;"
                                                + " ls /proc/self/fd | wc -l; exit 7"))
                        .with(p -> p.cwd("/tmp").env(List.of("PATH=/bin")));
        ContainerLaunch container = launch(script("sleep 60"), PIPES);
        assertThat(exec(container, process, new Stdio.Pipes(true)))
                .containsExactly("web", "joined", "/tmp", "CapEff:\t0000000000000000", "4");
    }

    @Test
    void joinsARunningContainerWithATerminal() throws IOException {
        Process process =
                Process.of(List.of("sh", "-c", "tty; stty size; exit 7"))
                        .with(p ->
                                p.env(List.of("PATH=/bin")).user(new User(5, 5, null, List.of())));
        ContainerLaunch container = launch(script("sleep 60"), PIPES);
        assertThat(exec(container, process, new Stdio.Terminal(10, 20)))
                .map(String::strip)
                .containsExactly("/dev/pts/0", "10 20");
    }

    private ExecLaunch exec(Process process, Stdio stdio) {
        return new ExecLaunch(
                host(),
                id,
                script("sleep 60"),
                process,
                Optional.empty(),
                Optional.empty(),
                LauncherRun.EXTRA,
                stdio,
                LauncherRun.DESCRIPTORS,
                LOGGING,
                LaunchOptions.STANDARD);
    }

    private List<String> exec(ContainerLaunch container, Process process, Stdio stdio)
            throws IOException {
        Plan plan = ContainerPlan.compile(container);
        try (LauncherRun run = LauncherRun.start(plan, temp.resolve("state"), Optional.empty())) {
            run.awaitStart();
            assertThat(run.failure()).isEmpty();
            Path state = temp.resolve("exec");
            Plan joining = ExecPlan.compile(exec(process, stdio));
            try (Pidfd init = Pidfd.open(run.pid());
                    LauncherRun exec = LauncherRun.start(joining, state, Optional.of(init.fd()))) {
                exec.awaitEnd();
                assertThat(exec.failure()).isEmpty();
                assertThat(exec.exitCode()).isEqualTo(7);
                return exec.output();
            } finally {
                run.kill();
                run.awaitEnd();
            }
        }
    }
}
