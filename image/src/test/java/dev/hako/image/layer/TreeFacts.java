package dev.hako.image.layer;

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
import dev.hako.oci.image.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// All that can be seen of a tree, a line for each file, for comparing two.
public final class TreeFacts {
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int MAX_CONTENT = 64 << 20;

    private final List<String> lines = new ArrayList<>();
    private final Map<Long, NativePath> firstNames = new HashMap<>();

    private final boolean holes;

    private TreeFacts(boolean holes) {
        this.holes = holes;
    }

    public static List<String> of(Path tree) {
        return of(tree, true);
    }

    /// The same for file systems that do not tell where there are holes.
    public static List<String> withoutHoles(Path tree) {
        return of(tree, false);
    }

    private static List<String> of(Path tree, boolean holes) {
        TreeFacts facts = new TreeFacts(holes);
        try (Fd top = Open.open(tree.toString(), Open.O_RDONLY | Open.O_DIRECTORY)) {
            facts.add(NativePath.of("."), Stat.of(top), xattrs(top, NativePath.of(".")));
            facts.walk(top, NativePath.empty());
        }
        return facts.lines;
    }

    private void walk(Fd directory, NativePath path) {
        List<NativePath> names = new ArrayList<>();
        Directory.list(directory).stream().map(DirectoryEntry::name).forEach(names::add);
        names.sort(Comparator.naturalOrder());
        for (NativePath name : names) {
            Stat stat = Stat.at(directory, name, Open.AT_SYMLINK_NOFOLLOW);
            NativePath whole = path.resolve(name);
            add(whole, stat, xattrs(directory, name) + more(directory, name, stat));
            if (stat.isDirectory()) {
                try (Fd child = Open.openat(directory, name, Open.O_RDONLY | Open.O_NOFOLLOW)) {
                    walk(child, whole);
                }
            }
        }
    }

    private void add(NativePath path, Stat stat, String more) {
        NativePath first = firstNames.computeIfAbsent(stat.ino(), _ -> path);
        lines.add(
                "%s = %s %s %o %d:%d %s %s %d%s"
                        .formatted(
                                path,
                                first,
                                stat.type(),
                                stat.permissions(),
                                stat.uid(),
                                stat.gid(),
                                stat.mtime(),
                                stat.rdev(),
                                stat.isDirectory() ? 0 : stat.size(),
                                more));
    }

    private static String xattrs(Fd directory, NativePath name) {
        StringBuilder text = new StringBuilder();
        Xattrs.listAt(directory, name).stream()
                .sorted()
                .forEach(xattr ->
                        text.append(' ')
                                .append(xattr)
                                .append('=')
                                .append(
                                        HexFormat.of()
                                                .formatHex(
                                                        Xattrs.getAt(directory, name, xattr)
                                                                .orElseThrow())));
        return text.toString();
    }

    private String more(Fd directory, NativePath name, Stat stat) {
        if (stat.type() == FileType.SYMBOLIC_LINK) {
            return " -> " + Names.readlinkat(directory, name);
        }
        if (stat.type() != FileType.REGULAR) {
            return "";
        }
        try (Fd file = Open.openat(directory, name, Open.O_RDONLY)) {
            String data = holes ? data(file, stat.size()) : "";
            return stat.size() > MAX_CONTENT
                    ? data
                    : data + " " + Digest.sha256(file.readAll(MAX_CONTENT));
        }
    }

    /// Where it has data and no holes.
    private static String data(Fd file, long size) {
        StringBuilder text = new StringBuilder();
        long at = seek(file, 0, SEEK_DATA, size);
        while (at < size) {
            long hole = seek(file, at, SEEK_HOLE, size);
            text.append(' ').append(at).append('-').append(hole);
            at = seek(file, hole, SEEK_DATA, size);
        }
        file.seek(0, 0);
        return text.toString();
    }

    private static long seek(Fd file, long from, int whence, long size) {
        try {
            return from == size ? size : file.seek(from, whence);
        } catch (KernelException e) {
            if (e.is(Errno.ENXIO)) {
                return size;
            }
            throw e;
        }
    }
}
