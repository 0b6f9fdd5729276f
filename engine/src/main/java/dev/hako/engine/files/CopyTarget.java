package dev.hako.engine.files;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.util.Optional;

/// Where a copy goes: Docker's rules for `docker cp`, which are those of `cp -a` but that nothing
/// is made above the copy itself.
///
/// @param directory the copy is made in, open
/// @param name of the copy; `.` to fill the directory itself
/// @param rootId the number that files of root have there
public record CopyTarget(Fd directory, NativePath name, int rootId) implements AutoCloseable {
    private static final int DIRECTORY = Open.O_PATH | Open.O_DIRECTORY;

    /// As Linux follows so many links and no more.
    private static final int MAX_LINKS = 40;

    /// Finds where a source goes.
    ///
    /// @throws Failure if it can go nowhere there
    public static CopyTarget find(Place place, CopyPath path, CopySource source) {
        try {
            return find(place, path, source, MAX_LINKS);
        } catch (KernelException e) {
            throw CopySource.failure(path, e);
        }
    }

    /// A directory that is to be filled.
    ///
    /// @throws Failure if it is none
    public static CopyTarget directory(Place place, CopyPath path) {
        try {
            Fd directory = place.open(path.path(), DIRECTORY);
            return new CopyTarget(directory, NativePath.of("."), place.rootId());
        } catch (KernelException e) {
            throw e.is(Errno.ENOTDIR)
                    ? Failure.invalid("\"" + path + "\" is not a directory")
                    : CopySource.failure(path, e);
        }
    }

    private static CopyTarget find(Place place, CopyPath path, CopySource source, int links) {
        Optional<Fd> directory = openDirectory(place, path);
        if (directory.isPresent()) {
            return new CopyTarget(directory.get(), source.name(), place.rootId());
        }
        Fd parent = openParent(place, path);
        try {
            Optional<Stat> there = Stat.find(parent, path.name());
            if (there.isPresent() && there.get().type() == FileType.SYMBOLIC_LINK) {
                NativePath target = Names.readlinkat(parent, path.name());
                parent.close();
                requireLinks(links, path);
                CopyPath next = new CopyPath(path.parent().resolve(target));
                return find(place, next, source, links - 1);
            }
            requireRoom(path, source, there);
            return new CopyTarget(parent, path.name(), place.rootId());
        } catch (RuntimeException e) {
            parent.close();
            throw e;
        }
    }

    private static Optional<Fd> openDirectory(Place place, CopyPath path) {
        try {
            return Optional.of(place.open(path.path(), DIRECTORY));
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Fd openParent(Place place, CopyPath path) {
        try {
            return place.open(path.parent(), DIRECTORY);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENOTDIR)) {
                throw Failure.notFound("no such directory \"" + path.parent() + "\"")
                        .hint("make the directory first: a copy makes none above itself");
            }
            throw e;
        }
    }

    private static void requireLinks(int left, CopyPath path) {
        if (left == 0) {
            throw Failure.invalid("\"" + path + "\": too many symbolic links");
        }
    }

    private static void requireRoom(CopyPath path, CopySource source, Optional<Stat> there) {
        if (there.isPresent() && source.isDirectory()) {
            throw Failure.conflict("cannot copy a directory over the file \"" + path + "\"");
        }
        if (there.isPresent() && there.get().type() != FileType.REGULAR) {
            throw Failure.conflict("\"" + path + "\" is neither a directory nor a regular file");
        }
        if (path.meansDirectory() && (there.isPresent() || !source.isDirectory())) {
            throw there.isPresent()
                    ? Failure.invalid("\"" + path + "\" is not a directory")
                    : Failure.notFound("no such directory \"" + path + "\"");
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
