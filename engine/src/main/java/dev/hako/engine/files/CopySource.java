package dev.hako.engine.files;

import dev.hako.failure.Failure;
import dev.hako.image.archive.KernelFiles;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;

/// What is to be copied: a file, a link, a directory, or what is in a directory.
///
/// @param file open for looking at
/// @param stat what it is
/// @param name what its copy is called if its target has no name for it; `.` for the contents of a
///   directory
/// @param rootId the number that files of root have there
public record CopySource(Fd file, Stat stat, NativePath name, int rootId) implements AutoCloseable {

    /// Finds it.
    ///
    /// @param follow whether what a link leads to is meant; with a slash at its end it always is
    /// @throws Failure if there is none
    public static CopySource find(Place place, CopyPath path, boolean follow) {
        int flags = follow || path.meansDirectory() ? Open.O_PATH : Open.O_PATH | Open.O_NOFOLLOW;
        try {
            Fd file = place.open(path.path(), flags);
            try {
                Stat stat = Stat.of(file);
                requireData(file, stat, path);
                return new CopySource(file, stat, path.name(), place.rootId());
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (KernelException e) {
            throw failure(path, e);
        }
    }

    /// What the kernel makes up while it is read has no size that could be told beforehand.
    private static void requireData(Fd file, Stat stat, CopyPath path) {
        if (stat.type() == FileType.SOCKET) {
            throw Failure.unsupported("\"" + path + "\" is a socket, which cannot be copied");
        }
        if (stat.type() == FileType.REGULAR && KernelFiles.isOn(file)) {
            throw Failure.unsupported("\"" + path + "\" is no file but an answer of the kernel")
                    .hint("read it with `cat`, in a container with `hako exec`");
        }
    }

    static Failure failure(CopyPath path, KernelException e) {
        String why = Errno.describe(e.number());
        return e.is(Errno.ENOENT)
                ? Failure.notFound("no such file or directory \"" + path + "\"")
                : Failure.of(e.kind(), "\"" + path + "\": " + why, e);
    }

    boolean isDirectory() {
        return stat.isDirectory();
    }

    @Override
    public void close() {
        file.close();
    }
}
