package dev.hako.kernel;

import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

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
            delete(Fd.CWD, name);
        } catch (KernelException e) {
            throw Failure.internal("cannot remove \"" + path + "\": " + e.getMessage(), e);
        }
    }

    /// The same for a name in an open directory.
    ///
    /// @throws KernelException naming what could not be removed
    public static void delete(Fd parent, NativePath name) {
        try {
            Names.rmdirat(parent, name);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOTEMPTY, Errno.EEXIST, Errno.EACCES)) {
                deleteDirectory(parent, name);
            } else if (e.is(Errno.ENOTDIR)) {
                unlessGone(() -> Names.unlinkat(parent, name));
            } else if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /// A directory that is being emptied.
    private record Level(
            Fd parent, NativePath name, Fd directory, Iterator<DirectoryEntry> entries) {
        private void remove() {
            directory.close();
            unlessGone(() -> Names.rmdirat(parent, name));
        }
    }

    /// Not by recursion: a container's directories may be deeper than a thread's stack.
    private static void deleteDirectory(Fd parent, NativePath name) {
        Deque<Level> levels = new ArrayDeque<>();
        try {
            enter(parent, name).ifPresent(levels::push);
            while (!levels.isEmpty()) {
                Level level = levels.peek();
                if (level.entries.hasNext()) {
                    next(level.directory, level.entries.next()).ifPresent(levels::push);
                } else {
                    levels.pop().remove();
                }
                requireDepth(levels);
            }
        } finally {
            levels.forEach(level -> level.directory.close());
        }
    }

    private static void requireDepth(Deque<Level> levels) {
        if (levels.size() > MAX_DEPTH) {
            String name = levels.peek().name.toString();
            throw new KernelException(Errno.ELOOP.number(), "unlink", name);
        }
    }

    /// Removes what is no directory, and opens what is one.
    private static Optional<Level> next(Fd directory, DirectoryEntry entry) {
        if (entry.type() == FileType.DIRECTORY) {
            return enter(directory, entry.name());
        }
        try {
            unlessGone(() -> Names.unlinkat(directory, entry.name()));
            return Optional.empty();
        } catch (KernelException e) {
            if (e.is(Errno.EISDIR)) {
                return enter(directory, entry.name());
            }
            throw e;
        }
    }

    /// Nothing if it has gone.
    private static Optional<Level> enter(Fd parent, NativePath name) {
        try {
            Fd directory = Open.openat(parent, name, DIRECTORY);
            return Optional.of(
                    new Level(parent, name, directory, Directory.list(directory).iterator()));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
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
