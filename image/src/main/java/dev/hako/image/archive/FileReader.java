package dev.hako.image.archive;

import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at one file of a tree that may change at any moment.
final class FileReader {
    private static final int READ = Open.O_RDONLY | Open.O_NONBLOCK | Open.O_NOCTTY;

    private FileReader() {}

    /// Opens a name for looking at; nothing if it has gone meanwhile. A link is opened itself.
    static Optional<Fd> look(Fd directory, NativePath name) {
        try {
            return Optional.of(Open.openat(directory, name, Open.O_PATH | Open.O_NOFOLLOW));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Opens for reading what was looked at and found to be a regular file or a directory.
    static Fd open(Fd looked, Stat stat) {
        return stat.isDirectory()
                ? Open.openat(looked, NativePath.of("."), READ | Open.O_DIRECTORY)
                : Open.openat(Fd.CWD, looked.procPath(), READ);
    }

    /// What a file is besides content that can be read, or nothing for a socket, which is only a
    /// name for a program that listens.
    static Optional<Entry.Kind> special(Fd looked, Stat stat) {
        return switch (stat.type()) {
            case SYMBOLIC_LINK ->
                    Optional.of(
                            new Entry.SymbolicLink(Names.readlinkat(looked, NativePath.empty())));
            case FIFO -> Optional.of(new Entry.Fifo());
            case CHARACTER_DEVICE, BLOCK_DEVICE ->
                    Optional.of(new Entry.Node(stat.type(), stat.rdev()));
            case SOCKET, UNKNOWN -> Optional.empty();
            case REGULAR, DIRECTORY -> throw new IllegalArgumentException("not special");
        };
    }

    /// Without attributes, as files have that cannot be opened.
    static Metadata metadata(Stat stat) {
        return new Metadata(stat.permissions(), stat.uid(), stat.gid(), stat.mtime(), Map.of());
    }

    /// With the attributes that mean something elsewhere: users' own and file capabilities.
    static Metadata metadata(Stat stat, Fd opened) {
        Map<NativePath, byte[]> xattrs = new HashMap<>();
        for (NativePath name : names(opened)) {
            if (isPortable(name)) {
                Xattrs.get(opened, name).ifPresent(value -> xattrs.put(name, value));
            }
        }
        return new Metadata(stat.permissions(), stat.uid(), stat.gid(), stat.mtime(), xattrs);
    }

    private static List<NativePath> names(Fd opened) {
        try {
            return Xattrs.list(opened);
        } catch (KernelException e) {
            if (e.is(Errno.EOPNOTSUPP)) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean isPortable(NativePath xattr) {
        String name = new String(xattr.bytes(), StandardCharsets.ISO_8859_1);
        return name.equals("security.capability")
                || name.startsWith("user.") && !TreeMarks.isOwn(xattr);
    }
}
