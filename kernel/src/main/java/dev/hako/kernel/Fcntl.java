package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

/// Flags of descriptors: fcntl(2).
public final class Fcntl {
    static final int F_GETFD = 1;
    static final int F_SETFD = 2;
    static final int F_GETFL = 3;
    static final int F_SETFL = 4;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int F_SETPIPE_SZ = 1031;
    static final int F_ADD_SEALS = 1033;
    static final int F_GET_SEALS = 1034;
    static final int FD_CLOEXEC = 1;

    private Fcntl() {}

    /// The access mode and status flags, `O_…`.
    public static int statusFlags(Fd fd) {
        return check(FileCalls.fcntl(fd.number(), F_GETFL, 0), "fcntl", fd);
    }

    /// Makes calls that would block answer `EAGAIN` instead, or undoes it. It applies to every
    /// duplicate of the descriptor, in other processes too.
    public static void nonBlocking(Fd fd, boolean on) {
        int flags = statusFlags(fd);
        int wanted = on ? flags | Open.O_NONBLOCK : flags & ~Open.O_NONBLOCK;
        check(FileCalls.fcntl(fd.number(), F_SETFL, wanted), "fcntl", fd);
    }

    /// Whether the descriptor disappears at exec.
    public static boolean isCloseOnExec(Fd fd) {
        return (check(FileCalls.fcntl(fd.number(), F_GETFD, 0), "fcntl", fd) & FD_CLOEXEC) != 0;
    }

    /// Makes the descriptor disappear at exec, or survive it.
    public static void closeOnExec(Fd fd, boolean on) {
        check(FileCalls.fcntl(fd.number(), F_SETFD, on ? FD_CLOEXEC : 0), "fcntl", fd);
    }

    /// Sets how many bytes a pipe holds.
    ///
    /// @return what the kernel made of it
    public static int pipeSize(Fd pipe, int bytes) {
        return check(FileCalls.fcntl(pipe.number(), F_SETPIPE_SZ, bytes), "fcntl", pipe);
    }
}
