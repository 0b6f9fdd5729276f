package dev.hako.image.layer;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Holds a diff-id, so that one process at a time unpacks or removes it. The file is there only
/// while somebody holds or waits for it.
final class LayerLock implements AutoCloseable {
    private final Path file;
    private final Fd held;

    private LayerLock(Path file, Fd held) {
        this.file = file;
        this.held = held;
    }

    /// Waits for it.
    static LayerLock take(Path file) {
        while (true) {
            Fd opened = open(file);
            Flock.exclusive(opened);
            if (isThere(opened)) {
                return new LayerLock(file, opened);
            }
            opened.close();
        }
    }

    /// Takes it if nobody has it.
    static Optional<LayerLock> tryTake(Path file) {
        Fd opened = open(file);
        if (Flock.tryExclusive(opened) && isThere(opened)) {
            return Optional.of(new LayerLock(file, opened));
        }
        opened.close();
        return Optional.empty();
    }

    private static Fd open(Path file) {
        return Open.openat(
                Fd.CWD, NativePath.of(file.toString()), Open.O_RDWR | Open.O_CREAT, 0600);
    }

    /// Its last holder removed the file; a lock on that one holds nobody back.
    private static boolean isThere(Fd opened) {
        return Stat.of(opened).nlink() > 0;
    }

    @Override
    public void close() throws IOException {
        try (held) {
            Files.deleteIfExists(file);
        }
    }
}
