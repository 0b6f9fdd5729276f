package dev.hako.build.files;

import dev.hako.build.context.IgnoreRules;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.util.Optional;

/// A directory that files are taken from, as if it were the root of all files.
///
/// @param root open, at least with `O_PATH`
/// @param ignored what is not there
/// @param owned whether its files belong to whom they say, and not to root
public record FileSource(Fd root, IgnoreRules ignored, boolean owned) implements AutoCloseable {

    /// Opens what a path leads to, links followed; empty if there is nothing.
    Optional<Fd> find(NativePath path) {
        try {
            return Optional.of(Open.inRoot(root, path, Open.O_PATH));
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
                return Optional.empty();
            }
            throw e.during("cannot open \"" + path + "\"");
        }
    }

    /// Whether a path is one of those that are left out, by its own name or one above it.
    boolean isIgnored(NativePath path) {
        return !ignored.rules().isEmpty() && ignored.isIgnored(path.bytes());
    }

    /// Whether there may be something at a path or below it.
    boolean mayHave(NativePath path) {
        return ignored.hasExceptions() || !isIgnored(path);
    }

    @Override
    public void close() {
        root.close();
    }
}
