package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

/// Whole-file locks between processes: flock(2).
///
/// A lock belongs to the open file, so it lives until the last duplicate of the descriptor is
/// closed. Java's own `FileChannel.lock` is fcntl's kind, which any close of the file drops.
public final class Flock {
    static final int LOCK_SH = 1;
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;
    static final int LOCK_UN = 8;

    private Flock() {}

    /// Waits until this process alone has the lock. It blocks its thread.
    public static void exclusive(Fd fd) {
        check(FileCalls.flock(fd.number(), LOCK_EX), "flock", fd);
    }

    /// Waits until no other has the lock exclusively. It blocks its thread.
    public static void shared(Fd fd) {
        check(FileCalls.flock(fd.number(), LOCK_SH), "flock", fd);
    }

    /// Takes the lock exclusively if that is possible now.
    public static boolean tryExclusive(Fd fd) {
        return attempt(fd, LOCK_EX);
    }

    /// Takes the lock shared if that is possible now.
    public static boolean tryShared(Fd fd) {
        return attempt(fd, LOCK_SH);
    }

    private static boolean attempt(Fd fd, int operation) {
        int result = FileCalls.flock(fd.number(), operation | LOCK_NB);
        if (result == -Errno.EAGAIN.number()) {
            return false;
        }
        check(result, "flock", fd);
        return true;
    }

    /// Gives the lock up.
    public static void unlock(Fd fd) {
        check(FileCalls.flock(fd.number(), LOCK_UN), "flock", fd);
    }
}
