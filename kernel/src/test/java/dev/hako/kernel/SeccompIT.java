package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.seccomp.BpfProgram;
import dev.hako.kernel.seccomp.DefaultProfile;
import dev.hako.kernel.seccomp.SeccompCompiler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// A compiled filter on a thread of this test's own, which ends with it.
class SeccompIT {
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int AF_UNIX = 1;
    private static final int AF_ALG = 38;
    private static final int CLONE_NEWUTS = Namespace.UTS.cloneFlag();

    @Test
    void isTakenAndObeyedByTheKernel() throws Exception {
        FutureTask<Void> task = new FutureTask<>(SeccompIT::callUnderFilter, null);
        Thread thread = Thread.ofPlatform().start(task);
        task.get();
        thread.join();
    }

    private static void callUnderFilter() {
        BpfProgram program =
                SeccompCompiler.compile(
                        Arch.host() == Arch.X86_64 ? DefaultProfile.x86() : DefaultProfile.arm());
        ThisProcess.noNewPrivileges();
        install(program);
        assertThat(ThisProcess.pid()).isPositive();
        assertThat(Native.syscall(SyscallNumber.UNSHARE, CLONE_NEWUTS))
                .isEqualTo(-Errno.EPERM.number());
        assertThat(Native.syscall(SyscallNumber.SOCKET, AF_ALG, 5, 0))
                .isEqualTo(-Errno.EPERM.number());
        try (Fd socket = Fd.own((int) Native.syscall(SyscallNumber.SOCKET, AF_UNIX, 1, 0))) {
            assertThat(socket.number()).isPositive();
        }
        assertThat(Native.syscall(Syscalls.number(Arch.host(), "clone3")))
                .isEqualTo(-Errno.ENOSYS.number());
        assertThat(Native.syscall(1000)).isEqualTo(-Errno.ENOSYS.number());
    }

    /// `struct sock_fprog` is a length and an address.
    private static void install(BpfProgram program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment instructions = arena.allocateFrom(JAVA_BYTE, program.bytes());
            MemorySegment header = arena.allocate(16, 8);
            header.set(JAVA_SHORT, 0, (short) program.length());
            header.set(JAVA_LONG, 8, instructions.address());
            int seccomp = Syscalls.number(Arch.host(), "seccomp");
            long result = Native.syscall(seccomp, SECCOMP_SET_MODE_FILTER, 0, header.address());
            assertThat(result).isZero();
        }
    }
}
