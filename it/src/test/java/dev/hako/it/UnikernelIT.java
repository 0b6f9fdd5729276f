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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Boxes on kernels of their own, by the command: an ordinary image, unmodified.
@NeedsRoot
@NeedsProgram("busybox")
class UnikernelIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String NOBODY = "65534";
    private static final Hako HAKO = Hako.ofThisUser();

    @BeforeAll
    static void bringKernelAndImage() throws IOException {
        GuestKernels.bring(HAKO);
        BusyboxTree.make(HAKO.place().resolve("tree"), 0);
        GuestKernels.bringImage(HAKO, "tree", "box");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static Result run(String... words) {
        return HAKO.run(
                Stream.concat(
                                Stream.of("run", "--isolation", "unikernel", "--rm"),
                                Stream.of(words))
                        .toArray(String[]::new));
    }

    @Test
    void hasAKernelOfItsOwn() throws IOException {
        String host = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        Result inside = run("box", "uname", "-r");
        assertThat(inside.error()).isEmpty();
        assertThat(inside.output().strip()).endsWith("-hako").isNotEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "fast"})
    void runsAnOrdinaryImage(String mode) {
        Result result =
                HAKO.runWithInput(
                        "in",
                        "run",
                        "-i",
                        "--isolation",
                        "unikernel",
                        "--annotation",
                        "dev.hako.kernel.mode=" + mode,
                        "--rm",
                        "--hostname",
                        "web",
                        "-e",
                        "A=b",
                        "-u",
                        "user",
                        "-w",
                        "/tmp",
                        "box",
                        "sh",
                        "-c",
                        "cat; echo; hostname; id -un; pwd; echo $A; cat /etc/hostname; echo no >&2; exit 7");
        assertThat(result).isEqualTo(new Result(7, "in\nweb\nuser\n/tmp\nb\nweb\n", "no\n"));
    }

    @Test
    void hasTheMemoryThatWasAskedFor() {
        Result shown =
                run("--memory", "96m", "box", "sh", "-c", "grep MemTotal /proc/meminfo; nproc");
        assertThat(shown.error()).isEmpty();
        String[] lines = shown.output().split("\n", -1);
        long kilobytes = Long.parseLong(lines[0].replaceAll("\\D", ""));
        assertThat(kilobytes).isBetween(64L << 10, 96L << 10);
        assertThat(lines[1]).isEqualTo("1");
    }

    @Test
    void keepsWhatItHasWrittenForItsNextStart() {
        HAKO.answer(
                "run",
                "--isolation",
                "unikernel",
                "--name",
                "writer",
                "box",
                "sh",
                "-c",
                "cat /root/note 2>/dev/null; echo written >> /root/note");
        Result again = HAKO.run("start", "-a", "writer");
        assertThat(again).isEqualTo(Result.printed("written\n"));
        HAKO.answer("rm", "writer");
    }

    @Test
    void livesOnWithoutItsEngine() {
        HAKO.answer(
                "run",
                "-d",
                "--isolation",
                "unikernel",
                "--name",
                "steady",
                "box",
                "sh",
                "-c",
                "trap 'echo ended; exit 9' TERM; echo begun; while :; do sleep 0.1; done");
        Await.until("it runs", DEADLINE, () -> HAKO.answer("logs", "steady").contains("begun"));
        killEngine();

        assertThat(HAKO.answer("exec", "steady", "echo", "still here")).isEqualTo("still here");
        killEngine();
        HAKO.answer("stop", "steady");
        assertThat(HAKO.answer("wait", "steady")).isEqualTo("9");
        assertThat(HAKO.answer("logs", "steady")).isEqualTo("begun\nended");
        HAKO.answer("rm", "steady");
    }

    private static void killEngine() {
        Programs.run(DEADLINE, "pkill", "-KILL", "-f", "Dhako.run=" + HAKO.runDirectory());
    }

    @Test
    void leavesNothingBehind() throws IOException {
        assertThat(run("box", "true").status()).isZero();
        assertThat(run("box", "sh", "-c", "exit 7").status()).isEqualTo(7);
        HAKO.answer(
                "run",
                "-d",
                "--rm",
                "--isolation",
                "unikernel",
                "--name",
                "gone",
                "box",
                "sleep",
                "60");
        HAKO.answer("kill", "gone");
        Await.until("no process is left", DEADLINE, () -> ofJails().isEmpty());
        try (Stream<Path> left = Files.list(HAKO.runDirectory().resolve("containers"))) {
            assertThat(left).isEmpty();
        }
    }

    private static List<ProcessHandle> ofJails() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .filter(line ->
                                        line.startsWith("/linux ")
                                                || line.startsWith("/hako-carrier "))
                                .isPresent())
                .toList();
    }

    /// Root inside is taken to be the kernel's process: what that may do is asked of the host.
    @Test
    void itsKernelIsNobodyInAnEmptyPlace() throws IOException {
        HAKO.answer(
                "run", "-d", "--isolation", "unikernel", "--name", "jailed", "box", "sleep", "60");
        List<ProcessHandle> jail = ofJails();
        assertThat(jail).isNotEmpty();
        for (ProcessHandle process : jail) {
            Path proc = Path.of("/proc/" + process.pid());
            assertThat(Files.readString(proc.resolve("status")))
                    .contains("Uid:\t" + NOBODY + "\t" + NOBODY + "\t" + NOBODY)
                    .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000")
                    .contains("NoNewPrivs:\t1", "Seccomp:\t2");
            assertThat(Files.exists(proc.resolve("root/proc"))).isFalse();
            assertThat(Files.exists(proc.resolve("root/etc"))).isFalse();
        }
        HAKO.answer("rm", "-f", "jailed");
    }

    @ParameterizedTest
    @CsvSource({
        "--network=host, the host's network",
        "--volume=/tmp:/tmp:rshared, mount on \"/tmp\" with mounts that come later",
        "--cpus=2, more than one processor",
        "--pid=host, namespaces of the host",
        "--memory=16m, at least 32 MiB"
    })
    void refusesByNameWhatItCannotGive(String option, String named) {
        Result refused = run(option, "box", "true");
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.error()).contains(named).contains("hint: ");
    }

    @Test
    void refusesDirectoriesOfTheHost() {
        assertThat(run("host", "true").error()).contains("directories of the host", "hint: ");
    }

    @Test
    void isGivenOtherLimits() {
        HAKO.answer(
                "run",
                "-d",
                "--isolation",
                "unikernel",
                "--name",
                "limited",
                "box",
                "sh",
                "-c",
                "grep MemTotal /proc/meminfo; exec sleep 60");
        HAKO.answer("update", "--cpus", "0.5", "limited");
        assertThat(HAKO.run("update", "--cpus", "2", "limited").error())
                .contains("more than one processor", "hint: ");
        assertThat(HAKO.run("update", "--pids-limit", "9", "limited").error())
                .contains("while it runs", "hint: stop it, update it");
        assertThat(HAKO.answer("inspect", "-f", "{{.HostConfig.NanoCpus}}", "limited"))
                .isEqualTo("500000000");

        HAKO.answer("kill", "limited");
        HAKO.answer("update", "--memory", "96m", "limited");
        HAKO.answer("start", "limited");
        Await.until(
                "what it says of its memory",
                DEADLINE,
                () -> HAKO.answer("logs", "limited").lines().count() == 2);
        String[] words = HAKO.answer("logs", "--tail", "1", "limited").split(" +", -1);
        assertThat(Long.parseLong(words[1])).isBetween(64L << 10, 96L << 10);
        HAKO.answer("rm", "-f", "limited");
    }

    @Test
    void saysHowToComeByAKernel() {
        try (Hako fresh = Hako.ofThisUser()) {
            Result refused = fresh.run("run", "--isolation", "unikernel", "--rm", "host", "true");
            assertThat(refused.status()).isEqualTo(125);
            assertThat(refused.error())
                    .contains("there is no guest kernel")
                    .contains("hako kernel build")
                    .contains("eight minutes");
        }
    }
}
