package dev.hako.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reading the small text files of procfs and sysfs.
final class ProcFile {
    private static final int LIMIT_BYTES = 16 << 20;

    private ProcFile() {}

    /// The whole text, one char a byte.
    static String read(String path) {
        try (Fd fd = Open.open(path, Open.O_RDONLY)) {
            return text(fd);
        }
    }

    /// The whole text of a file in a directory that others have made: no link leads out of it.
    static String read(Fd directory, NativePath path) {
        try (Fd fd = Open.inRoot(directory, path, Open.O_RDONLY | Open.O_NONBLOCK)) {
            return text(fd);
        }
    }

    /// The whole text, or nothing if the process it is about is gone.
    static Optional<String> find(String path) {
        try (Fd fd = Open.open(path, Open.O_RDONLY)) {
            return Optional.of(text(fd));
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ESRCH)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Text that was read with one char a byte, as what its bytes mean.
    static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String text(Fd fd) {
        return new String(fd.readAll(LIMIT_BYTES), StandardCharsets.ISO_8859_1);
    }
}
