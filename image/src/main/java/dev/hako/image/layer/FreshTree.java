package dev.hako.image.layer;

import dev.hako.kernel.Attributes;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// A directory that is being filled. While its filler lives, it is locked; it goes with him unless
/// it is kept.
final class FreshTree implements AutoCloseable {
    /// What a layer's files are below. The names are short because overlayfs is told of a hundred.
    static final String FILES = "tree";

    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private final Path directory;
    private final Fd locked;
    private boolean kept;

    private FreshTree(Path directory, Fd locked) {
        this.directory = directory;
        this.locked = locked;
    }

    static FreshTree in(Path trees) {
        while (true) {
            String name = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
            Optional<FreshTree> made = make(trees.resolve(name));
            if (made.isPresent()) {
                return made.get();
            }
        }
    }

    /// Nothing if the name is taken, or a collector took the new directory for a leftover.
    private static Optional<FreshTree> make(Path directory) {
        try {
            NativePath path = NativePath.of(directory.toString());
            Names.mkdirat(Fd.CWD, path, 0700);
            Fd opened = Open.openat(Fd.CWD, path, DIRECTORY);
            Flock.exclusive(opened);
            if (Stat.of(opened).nlink() > 0) {
                return Optional.of(new FreshTree(directory, opened));
            }
            opened.close();
            return Optional.empty();
        } catch (KernelException e) {
            if (e.isAny(Errno.EEXIST, Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    /// Makes the empty directory for a layer's files, open for reading.
    Fd makeFiles() {
        NativePath name = NativePath.of(FILES);
        Names.mkdirat(locked, name, 0755);
        Fd files = Open.openat(locked, name, DIRECTORY);
        Attributes.fchmod(files, 0755);
        return files;
    }

    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        try (locked) {
            if (!kept) {
                FileTree.delete(directory);
            }
        }
    }
}
