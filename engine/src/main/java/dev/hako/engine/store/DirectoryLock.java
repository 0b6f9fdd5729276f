package dev.hako.engine.store;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The right to change what is in a directory: one thread of an engine has it at a time, and by
/// flock(2) on the directory one of several engines.
public final class DirectoryLock {
    private final Path directory;
    private final String what;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Fd locked;

    /// @param directory it exists
    /// @param what is in it, for messages: `the volumes`
    public DirectoryLock(Path directory, String what) {
        this.directory = directory;
        this.what = what;
    }

    /// The right, until it is closed.
    public interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /// Waits for the right. A thread that has it may take it again.
    public Lease lock() {
        turn.lock();
        try {
            if (turn.getHoldCount() == 1) {
                NativePath path = NativePath.of(directory.toString());
                Fd own = Open.openat(Fd.CWD, path, Open.O_RDONLY | Open.O_DIRECTORY);
                Flock.exclusive(own);
                locked = own;
            }
            return this::unlock;
        } catch (Failure e) {
            turn.unlock();
            throw e.during("cannot lock " + what + " in \"" + directory + "\"");
        }
    }

    private void unlock() {
        Fd own = locked;
        if (turn.getHoldCount() == 1 && own != null) {
            own.close();
            locked = null;
        }
        turn.unlock();
    }
}
