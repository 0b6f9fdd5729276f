package dev.hako.image.store;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.file.Path;
import java.util.Optional;

/// As long as it is held, nothing is removed from a store.
public interface Lease extends AutoCloseable {
    /// That of one who needs nothing of a store.
    Lease NONE = () -> {};

    /// Takes one, of which there may be many. Waits while a collection runs, which is short.
    static Lease take(Path lock) {
        Fd file = open(lock);
        Flock.shared(file);
        return file::close;
    }

    /// The only one, for whoever removes things; empty if somebody holds one.
    static Optional<Lease> tryAlone(Path lock) {
        Fd file = open(lock);
        if (Flock.tryExclusive(file)) {
            return Optional.of(file::close);
        }
        file.close();
        return Optional.empty();
    }

    private static Fd open(Path lock) {
        return Open.openat(
                Fd.CWD, NativePath.of(lock.toString()), Open.O_RDWR | Open.O_CREAT, 0600);
    }

    @Override
    void close();
}
