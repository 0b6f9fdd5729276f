package dev.hako.kernel;

import dev.hako.failure.Failure;
import java.nio.file.Path;

/// Removal of whole trees whose names are whatever bytes a container chose. Never follows a link.
/// Several may remove the same tree at the same time.
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

    /// The same for a name in an open directory.
    ///
    /// @throws KernelException naming what could not be removed
    public static void delete(Fd parent, NativePath name) {
        delete(parent, name, 0);
    }

    private static void delete(Fd parent, NativePath name, int depth) {
        try {
            Names.rmdirat(parent, name);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOTEMPTY, Errno.EEXIST, Errno.EACCES)) {
                deleteDirectory(parent, name, depth);
            } else if (e.is(Errno.ENOTDIR)) {
                unlessGone(() -> Names.unlinkat(parent, name));
            } else if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private static void deleteDirectory(Fd parent, NativePath name, int depth) {
        if (depth > MAX_DEPTH) {
            throw new KernelException(Errno.ELOOP.number(), "unlink", name.toString());
        }
        unlessGone(() -> {
            try (Fd directory = Open.openat(parent, name, DIRECTORY)) {
                Directory.list(directory).forEach(entry -> delete(directory, entry, depth + 1));
            }
            Names.rmdirat(parent, name);
        });
    }

    private static void delete(Fd directory, DirectoryEntry entry, int depth) {
        switch (entry.type()) {
            case DIRECTORY -> deleteDirectory(directory, entry.name(), depth);
            case UNKNOWN -> delete(directory, entry.name(), depth);
            default -> unlessGone(() -> Names.unlinkat(directory, entry.name()));
        }
    }

    private static void unlessGone(Runnable removal) {
        try {
            removal.run();
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}
