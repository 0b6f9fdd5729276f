package dev.hako.build.files;

import dev.hako.failure.Failure;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.TreeReader;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files of an image that is being made, as they are before a step. They do not change.
public final class RootView implements AutoCloseable {
    private static final int MOST_LINKS = 40;

    private final Optional<Fd> root;

    private RootView(Optional<Fd> root) {
        this.root = root;
    }

    /// What is below a directory.
    ///
    /// @param root is closed with this
    public static RootView of(Fd root) {
        return new RootView(Optional.of(root));
    }

    /// One without any file.
    public static RootView empty() {
        return new RootView(Optional.empty());
    }

    /// Where a directory really is: links on the way are followed inside the root. What is not
    /// there is where it is said to be.
    ///
    /// @throws Failure `CONFLICT` if a file is in the way
    List<NativePath> directory(List<NativePath> wanted) {
        Deque<NativePath> left = new ArrayDeque<>(wanted);
        List<NativePath> done = new ArrayList<>();
        int links = 0;
        while (!left.isEmpty()) {
            NativePath name = left.removeFirst();
            if (name.toString().equals("..")) {
                if (!done.isEmpty()) {
                    done.removeLast();
                }
                continue;
            }
            List<NativePath> here = Paths.plus(done, name);
            FileType type = find(here).map(Stat::type).orElse(FileType.DIRECTORY);
            if (type == FileType.SYMBOLIC_LINK && ++links <= MOST_LINKS) {
                follow(here, done, left);
            } else if (type == FileType.DIRECTORY) {
                done = here;
            } else {
                throw Failure.conflict("\"/" + Paths.join(here) + "\" is not a directory");
            }
        }
        return done;
    }

    private void follow(List<NativePath> link, List<NativePath> done, Deque<NativePath> left) {
        NativePath target = Names.readlinkat(root.orElseThrow(), Paths.join(link));
        if (target.isAbsolute()) {
            done.clear();
        }
        List<NativePath> names = rawNames(target);
        for (int i = names.size() - 1; i >= 0; i--) {
            left.addFirst(names.get(i));
        }
    }

    /// With `..` left in: what it takes away may be a link.
    private static List<NativePath> rawNames(NativePath path) {
        List<NativePath> names = new ArrayList<>();
        for (String part : new String(path.bytes(), StandardCharsets.ISO_8859_1).split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                names.add(NativePath.of(part.getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        return names;
    }

    /// What is at a path without links on the way; a link itself if it is one.
    Optional<Stat> find(List<NativePath> names) {
        if (root.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Stat.find(root.get(), Paths.join(names));
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Whether a path leads to a directory, links followed.
    public boolean isDirectory(String path) {
        List<NativePath> names = Paths.names(path);
        return root.isEmpty() ? names.isEmpty() : isDirectory(Paths.join(names));
    }

    private boolean isDirectory(NativePath path) {
        int flags = Open.O_PATH | Open.O_DIRECTORY;
        try (Fd _ = Open.inRoot(root.orElseThrow(), path, flags)) {
            return true;
        } catch (KernelException e) {
            return false;
        }
    }

    /// Directories above these paths that are not there.
    ///
    /// @return without a `/` before them
    public Set<NativePath> missingAbove(List<String> paths) {
        Set<NativePath> missing = new HashSet<>();
        for (String path : paths) {
            List<NativePath> names = Paths.names(path);
            for (int i = 1; i < names.size(); i++) {
                List<NativePath> above = names.subList(0, i);
                if (root.isEmpty() || !isDirectory(Paths.join(above))) {
                    missing.add(Paths.join(above));
                }
            }
        }
        return missing;
    }

    /// A directory that is there, as an entry without what is in it; empty if there is none.
    Optional<Entry> entry(List<NativePath> names) throws IOException {
        Optional<Stat> there = find(names);
        if (there.isEmpty() || !there.get().isDirectory()) {
            return Optional.empty();
        }
        List<Entry> found = new ArrayList<>();
        try (Fd directory = Open.inRoot(root.orElseThrow(), Paths.join(names), Open.O_PATH)) {
            TreeReader.only(_ -> false, (entry, _) -> found.add(entry))
                    .read(directory, Paths.join(names));
        }
        return Optional.of(found.getFirst());
    }

    @Override
    public void close() {
        root.ifPresent(Fd::close);
    }
}
