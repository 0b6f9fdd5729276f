package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// This process, as the kernel sees it.
class ProcessIT {
    @Test
    void knowsItself() {
        assertThat(ThisProcess.pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(ThisProcess.parentPid()).isPositive();
        assertThat(ThisProcess.uid()).isEqualTo(ThisProcess.effectiveUid());
        assertThat(ThisProcess.groups()).isNotNull();
        assertThat(ThisProcess.dumpable()).isTrue();
        assertThat(ThisProcess.kill(1 << 22, Signal.SIGCONT)).isFalse();
    }

    @Test
    void readsItsCapabilities() {
        ProcessCapabilities own = ProcessCapabilities.current();
        assertThat(own.permitted().containsAll(own.effective())).isTrue();
        assertThat(ProcessCapabilities.of(ThisProcess.pid())).isEqualTo(own);
        assertThat(Capability.lastOfKernel()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void lowersALimitOfAChild() {
        try (Pidfd child = Spawn.of("/bin/sleep", "100").start()) {
            Rlimit.RLIMIT_NOFILE.set(child.pid(), Rlimit.Limit.of(17));
            assertThat(Rlimit.RLIMIT_NOFILE.of(child.pid())).isEqualTo(Rlimit.Limit.of(17));
            child.send(Signal.SIGKILL);
            child.await();
        }
    }

    @Test
    void reapsWhatASubreaperIsGiven() {
        try (Pidfd child = Spawn.of("/bin/sh", "-c", "exit 3").start()) {
            int ready = Poll.await(child.fd(), Poll.POLLIN, Duration.ofSeconds(10));
            assertThat(ready & Poll.POLLIN).isNotZero();
            assertThat(Wait.poll(child.pid())).contains(new ExitStatus.Exited(3));
        }
    }

    @Test
    void readsItsPersonality() {
        assertThat(Personality.current() & 0xff).isEqualTo(Personality.PER_LINUX);
    }

    @Test
    void takesADescriptorOfAnotherProcess() {
        try (Pipe pipe = Pipe.open();
                Pidfd child =
                        Spawn.of("/bin/sleep", "100")
                                .withDescriptors(Map.of(5, pipe.writer()))
                                .start();
                Fd taken = child.descriptor(5)) {
            assertThat(Stat.of(taken).isSameFile(Stat.of(pipe.writer()))).isTrue();
            child.send(Signal.SIGKILL);
            child.await();
        }
    }

    @Test
    void waitsNoLongerThanAsked() {
        try (Pipe pipe = Pipe.open()) {
            assertThat(Poll.await(pipe.reader(), Poll.POLLIN, Duration.ofMillis(2))).isZero();
        }
    }
}
