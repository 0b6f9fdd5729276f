package dev.hako.isolation;

import java.time.Instant;

/// How a program ended.
///
/// @param waitStatus as wait4(2) gives it
/// @param finishedAt when
/// @param oomKilled whether the kernel has killed a process of the container for want of memory
public record ExitStatus(int waitStatus, Instant finishedAt, boolean oomKilled) {
    private static final int SIGNAL_MASK = 0x7f;
    private static final int SIGNAL_EXIT_BASE = 128;

    /// An end without want of memory.
    public ExitStatus(int waitStatus, Instant finishedAt) {
        this(waitStatus, finishedAt, false);
    }

    /// The same end, and whether the kernel has killed for want of memory.
    public ExitStatus withOomKill(boolean killed) {
        return new ExitStatus(waitStatus, finishedAt, killed);
    }

    /// A program that ended by itself with `code`.
    public static ExitStatus exited(int code, Instant finishedAt) {
        return new ExitStatus((code & 0xff) << 8, finishedAt);
    }

    /// The exit code as a shell and Docker count it: the program's own, or 128 + the signal's
    /// number.
    public int code() {
        int signal = signal();
        return signal == 0 ? (waitStatus >> 8) & 0xff : SIGNAL_EXIT_BASE + signal;
    }

    /// The number of the signal that ended it; 0 if it ended by itself.
    public int signal() {
        return waitStatus & SIGNAL_MASK;
    }
}
