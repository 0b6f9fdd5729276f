package dev.hako.build.files;

import dev.hako.build.context.PathPattern;
import dev.hako.failure.Failure;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Finds the files that a pattern fits: `*`, `?` and `[…]` stand for names in one directory, `**`
/// for directories of any depth, as in Go's `filepath.Match` and its users.
final class Glob {
    private static final int MOST = 100_000;
    private static final int MOST_DEPTH = 100;

    private final FileSource source;
    private final List<NativePath> found = new ArrayList<>();

    private Glob(FileSource source) {
        this.source = source;
    }

    /// Whether a text has a joker in it.
    static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
    }

    /// Paths from the source's root, in order.
    ///
    /// @throws Failure `EXHAUSTED` if there are too many
    static List<NativePath> find(FileSource source, String pattern) {
        List<NativePath> names = Paths.names(pattern);
        if (!isPattern(pattern)) {
            return List.of(Paths.join(names));
        }
        Glob glob = new Glob(source);
        glob.walk(List.of(), names);
        return glob.found.stream().distinct().sorted().toList();
    }

    private void walk(List<NativePath> directory, List<NativePath> patterns) {
        if (patterns.isEmpty()) {
            add(Paths.join(directory));
            return;
        }
        String first = new String(patterns.getFirst().bytes(), StandardCharsets.UTF_8);
        List<NativePath> rest = patterns.subList(1, patterns.size());
        if (first.equals("**")) {
            walk(directory, rest);
            for (NativePath name : names(directory, Open.O_NOFOLLOW)) {
                walk(Paths.plus(directory, name), patterns);
            }
        } else if (!isPattern(first)) {
            walk(Paths.plus(directory, patterns.getFirst()), rest);
        } else {
            PathPattern pattern = PathPattern.parse(first);
            for (NativePath name : names(directory, 0)) {
                if (pattern.matches(name.bytes())) {
                    walk(Paths.plus(directory, name), rest);
                }
            }
        }
    }

    private void add(NativePath path) {
        if (found.size() == MOST) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "a pattern fits more than " + MOST + " files");
        }
        if (!source.isIgnored(path)) {
            source.find(path)
                    .ifPresent(file -> {
                        file.close();
                        found.add(path);
                    });
        }
    }

    private List<NativePath> names(List<NativePath> directory, int flags) {
        NativePath path = Paths.join(directory);
        if (directory.size() > MOST_DEPTH || !source.mayHave(path)) {
            return List.of();
        }
        int how = Open.O_RDONLY | Open.O_DIRECTORY | flags;
        try (Fd opened = Open.inRoot(source.root(), path, how)) {
            return Directory.list(opened).stream().map(DirectoryEntry::name).sorted().toList();
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
                return List.of();
            }
            throw e.during("cannot read \"" + path + "\"");
        }
    }
}
