package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.util.Optional;

/// Learning how children ended, which also releases their process ids: waitid(2).
public final class Wait {
    static final int P_ALL = 0;
    static final int P_PID = 1;
    static final int P_PIDFD = 3;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;
    static final int WNOWAIT = 0x01000000;

    private Wait() {}

    /// A child that ended.
    public record Ended(int pid, ExitStatus status) {}

    /// Waits for one child. It blocks its thread.
    public static ExitStatus forChild(int pid) {
        return await(P_PID, pid).status();
    }

    /// How a child ended, or nothing while it runs.
    public static Optional<ExitStatus> poll(int pid) {
        return poll(P_PID, pid).map(Ended::status);
    }

    /// Any child that has ended, or nothing if none has or there are none: how a subreaper collects
    /// the orphans it was given. In a JVM that also uses `ProcessBuilder` it would take away what
    /// `Process.waitFor` is waiting for.
    public static Optional<Ended> pollAny() {
        try {
            return poll(P_ALL, 0);
        } catch (KernelException e) {
            if (e.is(Errno.ECHILD)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static Ended await(int idType, int id) {
        try (Arena arena = Arena.ofConfined()) {
            return call(idType, id, WEXITED, arena).orElseThrow();
        }
    }

    static Optional<Ended> poll(int idType, int id) {
        try (Arena arena = Arena.ofConfined()) {
            return call(idType, id, WEXITED | WNOHANG, arena);
        }
    }

    private static Optional<Ended> call(int idType, int id, int options, Arena arena) {
        SiginfoStruct info = SiginfoStruct.allocate(arena);
        check(ProcessCalls.waitid(idType, id, info.segment(), options), "waitid", id);
        return info.pid() == 0
                ? Optional.empty()
                : Optional.of(new Ended(info.pid(), info.exitStatus()));
    }
}
