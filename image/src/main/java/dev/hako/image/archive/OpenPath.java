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
import java.util.function.BiConsumer;

/// The directories from a tree's top down to where files are being made, each held by a descriptor.
///
/// Each was opened from the one above by its single name, and must be no link: so nothing that a
/// name says or anybody exchanges meanwhile leads out of the tree.
final class OpenPath implements AutoCloseable {
    private static final int MAX_DEPTH = 1000;
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
    private static final NativePath HERE = NativePath.of(".");

    private final Fd top;
    private final BiConsumer<Fd, Metadata> leave;
    private final List<Level> levels = new ArrayList<>();

    /// @param metadata what the directory is given when it is left
    private record Level(NativePath name, Fd directory, Optional<Metadata> metadata) {}

    /// @param top stays its owner's
    /// @param leave gives a directory its metadata but for the time
    OpenPath(Fd top, BiConsumer<Fd, Metadata> leave) {
        this.top = top;
        this.leave = leave;
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
        int common = 0;
        while (common < Math.min(names.size(), levels.size())
                && names.get(common).equals(levels.get(common).name)) {
            common++;
        }
        leaveTo(common);
        for (NativePath name : names.subList(common, names.size())) {
            levels.add(new Level(name, open(current(), name), Optional.empty()));
        }
        return current();
    }

    private Fd current() {
        return levels.isEmpty() ? top : levels.getLast().directory;
    }

    private static Fd open(Fd parent, NativePath name) {
        try {
            return Open.openat(parent, name, DIRECTORY);
        } catch (KernelException e) {
            if (e.isAny(Errno.ELOOP, Errno.ENOTDIR)) {
                throw Failure.conflict("\"" + name + "\" is a link or a file, not a directory");
            }
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        Names.mkdirat(parent, name, 0755);
        return Open.openat(parent, name, DIRECTORY);
    }

    /// The current directory is to have this when it is left: what is made in it changes its time.
    void leaveWith(Metadata metadata) {
        Level last = levels.removeLast();
        levels.add(new Level(last.name, last.directory, Optional.of(metadata)));
    }

    private void leaveTo(int depth) {
        while (levels.size() > depth) {
            Level level = levels.removeLast();
            try (Fd directory = level.directory) {
                level.metadata.ifPresent(metadata -> {
                    leave.accept(directory, metadata);
                    Attributes.mtimeat(directory, HERE, metadata.mtime());
                });
            }
        }
    }

    @Override
    public void close() {
        leaveTo(0);
    }
}
