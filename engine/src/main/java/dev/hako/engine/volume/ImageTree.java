package dev.hako.engine.volume;

import dev.hako.image.Image;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.IdMap;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.OverlayMount;
import dev.hako.kernel.Stat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds directories in an image that is not mounted.
///
/// It walks as the kernel does, one name at a time, each by descriptor and without following it:
/// links are resolved here, against the image's own root, and cross from one of its parts to
/// another. Nothing leads out: at the root, `..` is the root.
final class ImageTree implements AutoCloseable {
    private static final int MOST_LINKS = 40;
    private static final int NAME = Open.O_PATH | Open.O_NOFOLLOW | Open.O_CLOEXEC;
    private static final int DIRECTORY = Open.O_PATH | Open.O_DIRECTORY | Open.O_CLOEXEC;
    private static final NativePath ROOT = NativePath.of("/");

    private final Map<NativePath, Image.Part> parts = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Deque<NativePath> names = new ArrayDeque<>();

    /// A directory on the way.
    private record Step(NativePath path, Fd directory) {}

    private ImageTree(Image image) {
        image.parts().forEach(part -> parts.put(NativePath.of(part.target()), part));
        steps.add(new Step(ROOT, top(image.parts().getFirst())));
    }

    /// The directory that a program in the image sees at a path, open for reading; empty if there
    /// is none.
    static Optional<Fd> directory(Image image, String path) {
        try (ImageTree tree = new ImageTree(image)) {
            return tree.walk(NativePath.of(path))
                    ? Optional.of(reopened(tree.steps.getLast().directory))
                    : Optional.empty();
        }
    }

    private static Fd reopened(Fd directory) {
        return Open.openat(
                directory, NativePath.of("."), Open.O_RDONLY | Open.O_DIRECTORY | Open.O_CLOEXEC);
    }

    private boolean walk(NativePath path) {
        ahead(path);
        int links = 0;
        while (!names.isEmpty()) {
            NativePath name = names.pop();
            if (isDots(name)) {
                back(name.length() == 2 ? Math.max(1, steps.size() - 1) : steps.size());
                continue;
            }
            Optional<Fd> next = next(name);
            if (next.isEmpty()) {
                return false;
            }
            switch (Stat.of(next.get()).type()) {
                case DIRECTORY -> steps.add(new Step(below(name), next.get()));
                case SYMBOLIC_LINK -> {
                    if (++links > MOST_LINKS) {
                        next.get().close();
                        return false;
                    }
                    follow(next.get());
                }
                default -> {
                    next.get().close();
                    return false;
                }
            }
        }
        return true;
    }

    /// Puts a path's names before those that are left, and goes back to the root if it begins
    /// there.
    private void ahead(NativePath path) {
        if (path.isAbsolute()) {
            back(1);
        }
        List<NativePath> all = namesOf(path);
        for (int i = all.size() - 1; i >= 0; i--) {
            names.push(all.get(i));
        }
    }

    private static List<NativePath> namesOf(NativePath path) {
        List<NativePath> all = new ArrayList<>();
        byte[] bytes = path.bytes();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (i > start) {
                    all.add(NativePath.of(Arrays.copyOfRange(bytes, start, i)));
                }
                start = i + 1;
            }
        }
        return all;
    }

    private static boolean isDots(NativePath name) {
        String text = name.length() <= 2 ? name.toString() : "";
        return text.equals(".") || text.equals("..");
    }

    private void back(int count) {
        while (steps.size() > count) {
            steps.removeLast().directory.close();
        }
    }

    private Optional<Fd> next(NativePath name) {
        Image.Part part = parts.get(below(name));
        try {
            return Optional.of(
                    part != null ? top(part) : Open.openat(steps.getLast().directory, name, NAME));
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private NativePath below(NativePath name) {
        return steps.getLast().path.resolve(name);
    }

    private void follow(Fd link) {
        try (link) {
            ahead(Names.readlinkat(link, NativePath.empty()));
        }
    }

    /// The top of a part: its directory, or what its directories look like over each other.
    static Fd top(Image.Part part) {
        if (part.lowers().size() == 1) {
            return Open.open(part.lowers().getFirst(), DIRECTORY);
        }
        boolean userxattr = IdMap.users().isNamespace();
        return OverlayMount.readOnly(part.lowers(), userxattr).mount().fd();
    }

    @Override
    public void close() {
        steps.forEach(step -> step.directory.close());
    }
}
