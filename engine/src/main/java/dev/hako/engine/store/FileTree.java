package dev.hako.engine.store;

import dev.hako.failure.Failure;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.file.Path;

/// Removal of whole trees whose names are whatever bytes a container chose. Never follows a link.
public final class FileTree {
    private static final int MAX_DEPTH = 4096;
    private static final int DIRECTORY =
            Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW | Open.O_CLOEXEC;

    private FileTree() {}

    /// Removes a file or directory with all that is in it; one that is not there is fine.
    ///
    /// @throws Failure naming the path that could not be removed
    public static void delete(Path path) {
        NativePath name = NativePath.of(path.toString());
        try {
            delete(Fd.CWD, name, 0);
        } catch (KernelException e) {
            throw Failure.internal("cannot remove \"" + path + "\": " + e.getMessage(), e);
        }
    }

    private static void delete(Fd parent, NativePath name, int depth) {
        try {
            Names.rmdirat(parent, name);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOTEMPTY, Errno.EEXIST, Errno.EACCES)) {
                empty(parent, name, depth);
                Names.rmdirat(parent, name);
            } else if (e.is(Errno.ENOTDIR)) {
                Names.unlinkat(parent, name);
            } else if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private static void empty(Fd parent, NativePath name, int depth) {
        if (depth > MAX_DEPTH) {
            throw new KernelException(Errno.ELOOP.number(), "unlink", name.toString());
        }
        try (Fd directory = Open.openat(parent, name, DIRECTORY)) {
            for (DirectoryEntry entry : Directory.list(directory)) {
                switch (entry.type()) {
                    case DIRECTORY -> {
                        empty(directory, entry.name(), depth + 1);
                        Names.rmdirat(directory, entry.name());
                    }
                    case UNKNOWN -> delete(directory, entry.name(), depth + 1);
                    default -> Names.unlinkat(directory, entry.name());
                }
            }
        }
    }
}
