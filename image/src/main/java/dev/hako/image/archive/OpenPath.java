package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The directories from a tree's top down to where files are being made, each held by a descriptor.
///
/// Each was opened from the one above by its single name: so nothing that a name says or anybody
/// exchanges meanwhile leads out of the tree. What is no directory is the [Obstacles]' to judge.
final class OpenPath implements AutoCloseable {
    static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
    private static final int MAX_DEPTH = 1000;

    private final Fd top;
    private final boolean links;
    private final Obstacles obstacles;
    private final List<Level> levels = new ArrayList<>();

    private record Level(NativePath name, Fd directory) {}

    /// What becomes of a path on which something is no directory.
    interface Obstacles {
        /// Finds or makes a directory all the same.
        ///
        /// @param path of the obstacle, from the top
        /// @return the directory to go on in, open; its owner is the caller
        /// @throws Failure if there is none
        Fd pass(Place obstacle, List<NativePath> path);
    }

    /// A name in an open directory.
    record Place(Fd parent, NativePath name) {}

    /// @param top stays its owner's
    /// @param links whether symbolic links on the way are followed, as if the top were the root
    OpenPath(Fd top, boolean links, Obstacles obstacles) {
        this.top = top;
        this.links = links;
        this.obstacles = obstacles;
    }

    /// The names on a path, without empty ones and `.`; a path from the root is one from the top.
    ///
    /// @throws Failure if it has a `..`, or too many names
    static List<NativePath> names(NativePath path) {
        List<NativePath> names = new ArrayList<>();
        byte[] bytes = path.bytes();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                addName(names, Arrays.copyOfRange(bytes, start, i), path);
                start = i + 1;
            }
        }
        if (names.size() > MAX_DEPTH) {
            throw Failure.invalid("a path of more than " + MAX_DEPTH + " directories");
        }
        return names;
    }

    private static void addName(List<NativePath> names, byte[] name, NativePath path) {
        if (name.length == 2 && name[0] == '.' && name[1] == '.') {
            throw Failure.invalid("the path \"" + path + "\" leads upwards");
        }
        if (name.length > 1 || name.length == 1 && name[0] != '.') {
            names.add(NativePath.of(name));
        }
    }

    /// Goes to a directory; those on the way that are not there are made.
    ///
    /// @return open until the next call
    Fd enter(List<NativePath> names) {
        for (int depth = leaveTo(names); depth < names.size(); depth++) {
            List<NativePath> path = names.subList(0, depth + 1);
            Optional<Fd> there = open(path);
            levels.add(new Level(path.getLast(), there.isPresent() ? there.get() : make(path)));
        }
        return current();
    }

    /// Goes to a directory, if it is there.
    ///
    /// @return open until the next call
    Optional<Fd> find(List<NativePath> names) {
        for (int depth = leaveTo(names); depth < names.size(); depth++) {
            List<NativePath> path = names.subList(0, depth + 1);
            Optional<Fd> there = open(path);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            levels.add(new Level(path.getLast(), there.get()));
        }
        return Optional.of(current());
    }

    private Fd current() {
        return levels.isEmpty() ? top : levels.getLast().directory;
    }

    private Optional<Fd> open(List<NativePath> path) {
        try {
            return Optional.of(Open.openat(current(), path.getLast(), DIRECTORY));
        } catch (KernelException e) {
            if (e.isAny(Errno.ELOOP, Errno.ENOTDIR)) {
                return links ? follow(path) : Optional.empty();
            }
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Fd> follow(List<NativePath> path) {
        try {
            Fd directory = Open.inRoot(top, join(path), Open.O_RDONLY | Open.O_DIRECTORY);
            requireDepth(directory);
            return Optional.of(directory);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Links behind links lead deeper than any path says, to where nobody could remove what would
    /// be made.
    private static void requireDepth(Fd directory) {
        if (depth(directory) > MAX_DEPTH) {
            directory.close();
            throw Failure.invalid("links lead too deep");
        }
    }

    private static long depth(Fd directory) {
        try {
            byte[] path = Names.readlinkat(Fd.CWD, directory.procPath()).bytes();
            return IntStream.range(0, path.length).filter(i -> path[i] == '/').count();
        } catch (KernelException e) {
            if (e.is(Errno.ENAMETOOLONG)) {
                return Long.MAX_VALUE;
            }
            throw e;
        }
    }

    /// One path of several names.
    static NativePath join(List<NativePath> names) {
        NativePath path = NativePath.empty();
        for (NativePath name : names) {
            path = path.resolve(name);
        }
        return path;
    }

    /// A directory that nobody spoke of; the process's umask would shut others out.
    private Fd make(List<NativePath> path) {
        NativePath name = path.getLast();
        try {
            Names.mkdirat(current(), name, 0755);
        } catch (KernelException e) {
            if (e.is(Errno.EEXIST)) {
                return obstacles.pass(new Place(current(), name), path);
            }
            throw e;
        }
        Fd made = Open.openat(current(), name, DIRECTORY);
        Attributes.fchmod(made, 0755);
        return made;
    }

    /// Leaves what is not on the way.
    ///
    /// @return how many of the names are entered already
    private int leaveTo(List<NativePath> names) {
        int common = 0;
        while (common < Math.min(names.size(), levels.size())
                && names.get(common).equals(levels.get(common).name)) {
            common++;
        }
        leave(common);
        return common;
    }

    private void leave(int depth) {
        while (levels.size() > depth) {
            levels.removeLast().directory.close();
        }
    }

    @Override
    public void close() {
        leave(0);
    }
}
