package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.User;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Containers that are really started.
@NeedsRoot
@NeedsProgram("busybox")
class ContainerPlanIT extends ContainerRuns {
    @Test
    void runsAProgramAloneInItsNamespaces() throws IOException {
        List<String> output =
                outputOf(script("echo $$ $A; hostname; ip -o link | wc -l; ps | wc -l; id -u"));
        assertThat(output).containsExactly("1 b", "web", "1", "4", "0");
    }

    @Test
    void givesTheProgramThreeDescriptorsAndNoOther() throws IOException {
        assertThat(outputOf(spec("ls", "/proc/self/fd"))).containsExactly("0", "1", "2", "3");
    }

    @Test
    void takesAllButTheGrantedPrivilegesAway() throws IOException {
        List<String> output =
                outputOf(
                        spec(
                                "grep",
                                "-E",
                                "^(Cap|Seccomp:|NoNew|SigIgn|SigBlk)",
                                "/proc/1/status"));
        assertThat(output)
                .contains(
                        "CapInh:\t0000000000000000",
                        "CapPrm:\t00000000a80425fb",
                        "CapEff:\t00000000a80425fb",
                        "CapBnd:\t00000000a80425fb",
                        "CapAmb:\t0000000000000000",
                        "Seccomp:\t2",
                        "SigIgn:\t0000000000000000",
                        "SigBlk:\t0000000000000000");
    }

    @Test
    void bringsTheLoopbackDeviceUp() throws IOException {
        assertThat(outputOf(spec("ip", "addr", "show", "lo")))
                .anyMatch(l -> l.contains("127.0.0.1"));
    }

    @Test
    void makesDevicesAndTheirLinks() throws IOException {
        List<String> output =
                outputOf(
                        script(
                                "stat -c %t:%T:%a /dev/null /dev/tty; readlink /dev/ptmx; readlink /dev/stdin;"
                                        + " echo x >/dev/null; ls /dev | tr '\\n' ' '"));
        assertThat(output)
                .containsExactly(
                        "1:3:666",
                        "5:0:666",
                        "pts/ptmx",
                        "/proc/self/fd/0",
                        "core fd full mqueue null ptmx pts random shm stderr stdin stdout tty"
                                + " urandom zero ");
    }

    @Test
    void runsInATerminal() throws IOException {
        ContainerLaunch launch =
                launch(
                        script("tty; stty size; stat -c %t /dev/console"),
                        new Stdio.Terminal(33, 99));
        try (LauncherRun run = run(launch)) {
            assertThat(run.failure()).isEmpty();
            assertThat(run.output())
                    .map(String::strip)
                    .containsExactly("/dev/pts/0", "33 99", "88");
        }
    }

    @Test
    void becomesTheUserWithItsGroups() throws IOException {
        Spec spec = script("id -u; id -G; umask; pwd; grep CapEff /proc/self/status");
        User user = new User(1000, 1001, 0027, List.of(27L));
        Process process =
                Objects.requireNonNull(spec.process()).with(p -> p.user(user).cwd("/home/me"));
        assertThat(outputOf(spec.with(s -> s.process(process))))
                .containsExactly(
                        "1000", "1001 27", "0027", "/home/me", "CapEff:\t0000000000000000");
    }

    @Test
    void saysWhichProgramIsMissing() throws IOException {
        try (LauncherRun run = run(spec("nothing"))) {
            assertThat(run.failure())
                    .isEqualTo("run \"nothing\": ENOENT (no such file or directory)");
        }
    }

    @Test
    void refusesAWorkingDirectoryThroughADescriptor() throws IOException {
        Spec spec = spec("true");
        Process process =
                Objects.requireNonNull(spec.process()).with(p -> p.cwd("/proc/self/fd/5"));
        try (LauncherRun run = run(spec.with(s -> s.process(process)))) {
            assertThat(run.failure())
                    .startsWith("enter the working directory \"/proc/self/fd/5\": ELOOP");
        }
    }
}
