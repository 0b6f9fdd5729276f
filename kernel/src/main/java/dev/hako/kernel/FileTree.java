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
    /// So many directories are open at once.
    private static final int MAX_LEVELS = 64;

    /// So often is a tree begun with anew in which somebody else makes and moves files.
    private static final int ROUNDS = 16;

    private static final String RAISED = ".raised-";
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
        /// @return false if something has come into it meanwhile
        private boolean remove() {
            directory.close();
            try {
                unlessGone(() -> Names.rmdirat(parent, name));
                return true;
            } catch (KernelException e) {
                if (e.isAny(Errno.ENOTEMPTY, Errno.EEXIST)) {
                    return false;
                }
                throw e;
            }
        }
    }

    /// Not by recursion, and not with a descriptor for each level: a container's directories may be
    /// deeper than a thread's stack and than a process's descriptors. What lies too deep is moved
    /// into the uppermost directory, where another round finds it.
    private static void deleteDirectory(Fd parent, NativePath name) {
        int rounds = ROUNDS;
        while (rounds > 0) {
            Round round = new Round();
            if (round.empty(parent, name)) {
                return;
            }
            rounds += round.moved > 0 ? 0 : -1;
        }
        throw new KernelException(Errno.ENOTEMPTY.number(), "rmdir", name.toString());
    }

    /// One walk through a tree.
    private static final class Round {
        private final Deque<Level> levels = new ArrayDeque<>();
        private int moved;

        /// @return whether the tree is gone
        private boolean empty(Fd parent, NativePath name) {
            boolean gone = true;
            try {
                enter(parent, name).ifPresent(levels::push);
                while (!levels.isEmpty()) {
                    Level level = levels.peek();
                    if (level.entries.hasNext()) {
                        step(level, level.entries.next());
                    } else {
                        gone = levels.pop().remove();
                    }
                }
                return gone;
            } finally {
                levels.forEach(level -> level.directory.close());
            }
        }

        private void step(Level level, DirectoryEntry entry) {
            if (unlinked(level.directory, entry)) {
                return;
            }
            if (levels.size() < MAX_LEVELS) {
                enter(level.directory, entry.name()).ifPresent(levels::push);
            } else {
                unlessGone(() -> raise(level, entry.name()));
            }
        }

        /// Moves a directory into the uppermost one. A name that is taken there by something else
        /// than an empty directory is passed over.
        private void raise(Level level, NativePath name) {
            Fd top = levels.getLast().directory;
            while (true) {
                NativePath raised = NativePath.of(RAISED + moved++);
                try {
                    Names.renameat(level.directory, name, top, raised);
                    return;
                } catch (KernelException e) {
                    if (!e.isAny(Errno.ENOTEMPTY, Errno.EEXIST, Errno.ENOTDIR)) {
                        throw e;
                    }
                }
            }
        }
    }

    /// @return false if it is a directory
    private static boolean unlinked(Fd directory, DirectoryEntry entry) {
        if (entry.type() == FileType.DIRECTORY) {
            return false;
        }
        try {
            unlessGone(() -> Names.unlinkat(directory, entry.name()));
            return true;
        } catch (KernelException e) {
            if (e.is(Errno.EISDIR)) {
                return false;
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
