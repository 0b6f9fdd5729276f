package dev.hako.guest.kernel;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.file.Path;
import java.util.Optional;

/// A lock that ends with its holder: flock(2) on a file.
public final class FileLock implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;

    private final Fd file;

    private FileLock(Fd file) {
        this.file = file;
    }

    /// Waits for it. It blocks its thread: only for locks that are held for milliseconds.
    static FileLock take(Path path) {
        Fd file = open(path);
        Flock.exclusive(file);
        return new FileLock(file);
    }

    /// Takes it if nobody has it.
    static Optional<FileLock> tryTake(Path path) {
        Fd file = open(path);
        if (Flock.tryExclusive(file)) {
            return Optional.of(new FileLock(file));
        }
        file.close();
        return Optional.empty();
    }

    private static Fd open(Path path) {
        int flags = Open.O_RDWR | Open.O_CREAT | Open.O_NOFOLLOW;
        return Open.openat(Fd.CWD, NativePath.of(path.toString()), flags, OWNER_ONLY);
    }

    @Override
    public void close() {
        file.close();
    }
}
