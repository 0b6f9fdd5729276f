package dev.hako.app.caller;

import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Where the caller stands, and the files it names from there.
///
/// The descriptor is the directory; the path is only what the caller calls it. They differ when the
/// caller lives in another mount namespace than the engine.
///
/// @param descriptor open with `O_PATH`; its owner is whoever runs the command
/// @param path absolute
public record WorkingDirectory(Fd descriptor, String path) {
    private static final int NEW_FILE_MODE = 0666;

    /// The whole of a file that the caller names.
    ///
    /// @param limitBytes more is refused
    public byte[] read(String file, int limitBytes) {
        try (Fd open = Open.openat(descriptor, NativePath.of(file), Open.O_RDONLY)) {
            return open.readAll(limitBytes);
        } catch (KernelException e) {
            throw failure("cannot read", file, e);
        }
    }

    /// Makes a file that must not exist yet.
    ///
    /// @param umask the caller's
    public void create(String file, String text, int umask) {
        int flags = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL;
        int mode = NEW_FILE_MODE & ~umask;
        try (Fd created = Open.openat(descriptor, NativePath.of(file), flags, mode)) {
            created.writeAll(text.getBytes(StandardCharsets.UTF_8));
        } catch (KernelException e) {
            throw failure("cannot create", file, e);
        }
    }

    /// The absolute path of a file, which the engine will look up later.
    ///
    /// @throws Failure `UNSUPPORTED` if `file` is relative and the directory is not to be found
    ///   under its path here
    public String absolute(String file) {
        if (!file.startsWith("/")) {
            requireSamePlace(file);
        }
        return Path.of(path).resolve(file).normalize().toString();
    }

    private void requireSamePlace(String file) {
        boolean same;
        try {
            Stat here = Stat.at(Fd.CWD, NativePath.of(path), 0);
            same = here.isSameFile(Stat.of(descriptor));
        } catch (KernelException e) {
            same = false;
        }
        if (!same) {
            throw Failure.unsupported(
                            "cannot resolve \"%s\": your working directory \"%s\" is not the engine's"
                                    .formatted(Printable.of(file), Printable.of(path)))
                    .hint("you may be in another mount namespace; give an absolute path");
        }
    }

    private static Failure failure(String intent, String file, KernelException e) {
        Failure.Kind kind =
                switch (Errno.of(e.number()).orElse(Errno.EIO)) {
                    case ENOENT -> Failure.Kind.NOT_FOUND;
                    case EEXIST -> Failure.Kind.ALREADY_EXISTS;
                    case EACCES, EPERM -> Failure.Kind.DENIED;
                    default -> Failure.Kind.INVALID;
                };
        String why = Errno.describe(e.number());
        return Failure.of(kind, intent + " \"" + Printable.of(file) + "\": " + why, e);
    }
}
