package dev.hako.engine.volume;

import dev.hako.failure.Failure;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Device;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Copies a tree with owners, modes, times, links and extended attributes.
///
/// Both sides are reached by descriptor and single names that are never followed. The target must
/// be nobody else's while it is copied to. For an ordinary user, who cannot give files to ids that
/// are not his, those stay his own; devices, which he cannot make, and what he may not read are
/// left out.
final class TreeCopy {
    private static final int MAX_DEPTH = 400;
    private static final int DIRECTORY =
            Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW | Open.O_CLOEXEC;
    private static final int SOURCE =
            Open.O_RDONLY | Open.O_NOFOLLOW | Open.O_NONBLOCK | Open.O_NOCTTY | Open.O_CLOEXEC;
    private static final int TARGET = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL | Open.O_CLOEXEC;
    private static final int OWN_DIRECTORY = 0700;
    private static final int OWN_FILE = 0600;

    /// Attributes that belong to where a file lies, not to the file.
    private static final List<String> LOCAL =
            List.of("trusted.overlay.", "user.overlay.", "security.selinux");

    private final Fd top;
    private final boolean rootless;
    private final Map<FileId, NativePath> copied = new HashMap<>();

    private record FileId(Device device, long ino) {}

    /// Where one name is copied from and to.
    private record Pair(Fd from, Fd to, NativePath path, int depth) {
        Pair below(Fd source, Fd target, NativePath name) {
            NativePath below = path.isEmpty() ? name : path.resolve(name);
            return new Pair(source, target, below, depth + 1);
        }
    }

    private TreeCopy(Fd top, boolean rootless) {
        this.top = top;
        this.rootless = rootless;
    }

    /// Copies all that is in one directory to another, and the directory's own attributes.
    ///
    /// @param from open for reading
    /// @param to open for reading, empty
    /// @param rootless whether an ordinary user copies
    static void copy(Fd from, Fd to, boolean rootless) {
        TreeCopy copy = new TreeCopy(to, rootless);
        copy.content(new Pair(from, to, NativePath.empty(), 0));
        copy.attributes(from, to, NativePath.of("."), Stat.of(from));
    }

    private void content(Pair pair) {
        if (pair.depth > MAX_DEPTH) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "directories are nested more than " + MAX_DEPTH + " deep");
        }
        for (DirectoryEntry entry : Directory.list(pair.from)) {
            Optional<Stat> stat = Stat.find(pair.from, entry.name());
            if (stat.isPresent()) {
                entry(pair, entry.name(), stat.get());
            }
        }
    }

    private void entry(Pair pair, NativePath name, Stat stat) {
        FileId id = new FileId(stat.device(), stat.ino());
        NativePath earlier = stat.isDirectory() ? null : copied.get(id);
        if (earlier != null) {
            Names.linkat(top, earlier, pair.to, name);
            return;
        }
        try {
            make(pair, name, stat);
        } catch (KernelException e) {
            if (rootless && e.isAny(Errno.EACCES, Errno.EPERM)) {
                return;
            }
            throw e;
        }
        if (stat.nlink() > 1 && !stat.isDirectory()) {
            copied.put(id, pair.below(pair.from, pair.to, name).path);
        }
        attributes(pair.from, pair.to, name, stat);
    }

    private void make(Pair pair, NativePath name, Stat stat) {
        switch (stat.type()) {
            case DIRECTORY -> directory(pair, name);
            case REGULAR -> file(pair, name, stat);
            case SYMBOLIC_LINK -> Names.symlinkat(Names.readlinkat(pair.from, name), pair.to, name);
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                    Names.mknodat(pair.to, name, stat.type(), OWN_FILE, stat.rdev());
            case UNKNOWN ->
                    throw Failure.unsupported("\"" + name + "\" is no file of a known type");
        }
    }

    private void directory(Pair pair, NativePath name) {
        try (Fd from = Open.openat(pair.from, name, DIRECTORY)) {
            Names.mkdirat(pair.to, name, OWN_DIRECTORY);
            try (Fd to = Open.openat(pair.to, name, DIRECTORY)) {
                content(pair.below(from, to, name));
            }
        }
    }

    private void file(Pair pair, NativePath name, Stat stat) {
        try (Fd from = Open.openat(pair.from, name, SOURCE)) {
            if (Stat.of(from).type() != FileType.REGULAR) {
                throw Failure.conflict("\"" + name + "\" was exchanged while it was copied");
            }
            try (Fd to = Open.openat(pair.to, name, TARGET, OWN_FILE)) {
                from.copyTo(to, stat.size());
            }
        }
    }

    /// The owner comes first, since giving a file away clears its set-id bits.
    private void attributes(Fd from, Fd to, NativePath name, Stat stat) {
        tolerating(() -> Attributes.lchownat(to, name, stat.uid(), stat.gid()));
        if (stat.type() != FileType.SYMBOLIC_LINK) {
            Attributes.fchmodat(to, name, stat.permissions());
        }
        for (NativePath attribute : Xattrs.listAt(from, name)) {
            if (LOCAL.stream().noneMatch(attribute.toString()::startsWith)) {
                Xattrs.getAt(from, name, attribute)
                        .ifPresent(value ->
                                tolerating(() -> Xattrs.setAt(to, name, attribute, value)));
            }
        }
        Attributes.mtimeat(to, name, stat.mtime());
    }

    /// What an ordinary user, or the target's file system, cannot give to a file, it does not get.
    private void tolerating(Runnable change) {
        try {
            change.run();
        } catch (KernelException e) {
            boolean notHis = rootless && e.isAny(Errno.EPERM, Errno.EACCES, Errno.EINVAL);
            if (!notHis && !e.is(Errno.EOPNOTSUPP)) {
                throw e;
            }
        }
    }
}
