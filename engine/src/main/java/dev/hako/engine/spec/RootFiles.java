package dev.hako.engine.spec;

import dev.hako.image.archive.TreeMarks;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Files of a root file system that is not mounted: a stack of directories, uppermost first. Links
/// are followed within the layer only, and never out of it.
public record RootFiles(List<Path> layers) {
    private static final int MAX_BYTES = 4 << 20;
    private static final int DIRECTORY = Open.O_PATH | Open.O_DIRECTORY | Open.O_CLOEXEC;
    private static final int READ = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
    private static final int FILE =
            Open.O_RDONLY | Open.O_NONBLOCK | Open.O_NOCTTY | Open.O_CLOEXEC;

    public RootFiles {
        layers = List.copyOf(layers);
    }

    /// The content of a regular file; empty if there is none, or it is not one.
    ///
    /// @param path relative to the root
    public Optional<byte[]> read(String path) {
        for (Path layer : layers) {
            try (Fd root = Open.open(layer.toString(), DIRECTORY);
                    Fd file = Open.inRoot(root, NativePath.of(path), FILE)) {
                return Stat.of(file).type() == FileType.REGULAR && !TreeMarks.isNestedWhiteout(file)
                        ? Optional.of(file.readAll(MAX_BYTES))
                        : Optional.empty();
            } catch (KernelException e) {
                if (!e.isAny(Errno.ENOENT, Errno.ENOTDIR) || hides(layer, path)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /// Whether a layer says that what lower ones have at a path is not there any more.
    private static boolean hides(Path layer, String path) {
        try (Fd root = Open.open(layer.toString(), DIRECTORY)) {
            for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
                String name = end < 0 ? path : path.substring(0, end);
                Optional<Stat> there = Stat.find(root, NativePath.of(name));
                if (there.isEmpty() || end < 0) {
                    return there.isPresent();
                }
                if (!there.get().isDirectory() || isOpaque(root, name)) {
                    return true;
                }
            }
        } catch (KernelException e) {
            return false;
        }
    }

    private static boolean isOpaque(Fd root, String name) {
        try (Fd directory = Open.openat(root, NativePath.of(name), READ)) {
            return TreeMarks.of(false).isOpaque(directory)
                    || TreeMarks.of(true).isOpaque(directory);
        }
    }
}
