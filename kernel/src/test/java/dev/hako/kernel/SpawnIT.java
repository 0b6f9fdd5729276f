package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Real children of this JVM.
class SpawnIT {
    @Test
    void givesTheExitStatus() {
        try (Pidfd child = Spawn.of("/bin/sh", "-c", "exit 42").start()) {
            assertThat(child.await()).isEqualTo(new ExitStatus.Exited(42));
        }
    }

    @Test
    void tellsASignalFromAnExit() {
        try (Pidfd child = Spawn.of("/bin/sleep", "100").start()) {
            assertThat(child.poll()).isEmpty();
            assertThat(child.send(Signal.SIGTERM)).isTrue();
            ExitStatus status = child.await();
            assertThat(status).isEqualTo(new ExitStatus.Killed(Signal.SIGTERM, false));
            assertThat(status.code()).isEqualTo(143);
            assertThat(child.send(Signal.SIGTERM)).isFalse();
        }
    }

    @Test
    void installsTheDescriptorsAndNoOthers() {
        try (Fd inheritable = Open.open("/dev/null", Open.O_RDONLY)) {
            Fcntl.closeOnExec(inheritable, false);
            // 0 is the directory that ls lists.
            assertThat(output(Spawn.of("/bin/ls", "/proc/self/fd"), 1)).isEqualTo("0\n1\n2\n");
        }
    }

    @Test
    void leavesHolesBetweenDescriptors() {
        try (Pipe pipe = Pipe.open();
                Fd program = Open.open("/bin/ls", Open.O_PATH)) {
            Map<Integer, Fd> fds = Map.of(1, pipe.writer(), 7, pipe.writer());
            Spawn ls = Spawn.of(program, "ls", "/proc/self/fd").withDescriptors(fds);
            try (Pidfd child = ls.start()) {
                pipe.writer().close();
                byte[] output = pipe.reader().readAll(1 << 10);
                assertThat(child.await().code()).isZero();
                assertThat(output).asString().isEqualTo("0\n1\n7\n");
            }
        }
    }

    @Test
    void swapsDescriptorsThatStandInEachOthersWay() {
        try (Pipe out = Pipe.open();
                Fd zero = Open.open("/dev/zero", Open.O_RDONLY)) {
            // As numbers of this process the sources lie anywhere, also where the targets are.
            Map<Integer, Fd> fds = Map.of(zero.number(), out.writer(), out.writer().number(), zero);
            String path = "/proc/self/fd/" + out.writer().number();
            Map<Integer, Fd> all = new HashMap<>(fds);
            all.put(1, out.writer());
            Spawn program = Spawn.of("/bin/readlink", path).withDescriptors(all);
            try (Pidfd child = program.start()) {
                out.writer().close();
                assertThat(out.reader().readAll(1 << 10)).asString().isEqualTo("/dev/zero\n");
                assertThat(child.await().code()).isZero();
            }
        }
    }

    @Test
    void runsASealedProgramFromMemory() {
        byte[] content;
        try (Fd file = Open.open("/bin/true", Open.O_RDONLY)) {
            content = file.readAll(1 << 24);
        }
        try (Fd program = Memfd.sealed("program", content);
                Pidfd child = Spawn.of(program, "true").start()) {
            assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
        }
    }

    @Test
    void refusesNumbersThatAreOursAlone() {
        try (Pipe pipe = Pipe.open()) {
            Map<Integer, Fd> fds = Map.of(100, pipe.reader());
            assertThatThrownBy(() -> Spawn.of("/bin/true").withDescriptors(fds))
                    .hasMessage("a descriptor of a spawned program has a number below 100");
        }
    }

    @Test
    void passesArgumentsAndEnvironmentAsBytes() {
        NativePath strange = NativePath.of(new byte[] {'A', '=', (byte) 0xff});
        Spawn program =
                Spawn.of("/bin/sh", "-c", "printf %s \"$1$A\"", "sh", "ä")
                        .withEnvironment(List.of(strange));
        byte[] output = run(program, 1);
        assertThat(output).isEqualTo(new byte[] {(byte) 0xc3, (byte) 0xa4, (byte) 0xff});
    }

    @Test
    void runsAnOpenProgramThatTheChildDoesNotInherit() {
        try (Fd program = Open.open("/bin/ls", Open.O_PATH)) {
            Spawn ls = Spawn.of(program, "ls", "-1", "/proc/self/fd");
            assertThat(output(ls, 1).lines().map(Integer::parseInt)).allMatch(number -> number < 4);
        }
    }

    @Test
    void startsASessionIfAsked() {
        Spawn program = Spawn.of("/bin/sh", "-c", "cut -d' ' -f6 /proc/$$/stat; echo $$");
        List<String> lines = output(program.withNewSession(), 1).lines().toList();
        assertThat(lines.get(0)).isEqualTo(lines.get(1));
    }

    @Test
    void startsInAnotherDirectory() {
        try (Fd dir = Open.open("/proc", Open.O_PATH | Open.O_DIRECTORY)) {
            Spawn program = Spawn.of("/bin/pwd").withWorkingDirectory(dir);
            assertThat(output(program, 1)).isEqualTo("/proc\n");
        }
    }

    @Test
    void resetsWhatTheJvmDidToSignals() {
        String status = output(Spawn.of("/bin/cat", "/proc/self/status"), 1);
        assertThat(status)
                .contains("SigBlk:\t0000000000000000")
                .contains("SigCgt:\t0000000000000000");
        // libc keeps 32 and 33 ignored.
        assertThat(status).containsPattern("SigIgn:\t0000000[01]80000000|SigIgn:\t0{16}");
    }

    @Test
    void namesTheProgramThatCannotBeExecuted() {
        assertThatThrownBy(() -> Spawn.of("/nowhere/to/be/found").start())
                .isInstanceOf(KernelException.class)
                .hasMessage(
                        "posix_spawn \"/nowhere/to/be/found\": ENOENT (no such file or directory)");
    }

    @Test
    void tellsTheEventLoopOfAnExit() throws Exception {
        try (EventLoop loop = EventLoop.start("loop-under-test");
                Pidfd child = Spawn.of("/bin/sh", "-c", "exit 7").start()) {
            assertThat(child.onExit(loop).get(10, TimeUnit.SECONDS).code()).isEqualTo(7);
        }
    }

    @Test
    void identifiesAProcessUntilItIsReaped() {
        try (Pidfd child = Spawn.of("/bin/sleep", "100").start()) {
            ProcessIdentity identity = ProcessIdentity.find(child.pid()).orElseThrow();
            try (Pidfd again = Pidfd.open(identity).orElseThrow()) {
                assertThat(again.send(Signal.SIGKILL)).isTrue();
            }
            child.await();
            assertThat(identity.exists()).isFalse();
            assertThat(Pidfd.open(identity)).isEmpty();
        }
    }

    private static String output(Spawn program, int number) {
        return new String(run(program, number), StandardCharsets.UTF_8);
    }

    private static byte[] run(Spawn program, int number) {
        try (Pipe pipe = Pipe.open()) {
            Map<Integer, Fd> fds = Map.of(number, pipe.writer(), 2, Fd.borrow(2));
            try (Pidfd child = program.withDescriptors(fds).start()) {
                pipe.writer().close();
                byte[] output = pipe.reader().readAll(1 << 16);
                assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
                return output;
            }
        }
    }
}
