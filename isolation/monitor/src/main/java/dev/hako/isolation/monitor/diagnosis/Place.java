package dev.hako.isolation.monitor.diagnosis;

import dev.hako.kernel.Device;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A name in a container, and where on the host it comes from. A directory may come from several
/// layers of an overlay; then the topmost is first.
///
/// @param path absolute, without links
/// @param sources empty if there is nothing
record Place(String path, List<Place.Source> sources) {
    private static final List<NativePath> OPAQUE =
            List.of(NativePath.of("trusted.overlay.opaque"), NativePath.of("user.overlay.opaque"));

    /// A file of the host.
    ///
    /// @param directory a directory that is trusted: the host's own
    /// @param name relative to it, in which no link is followed; empty for itself
    record Source(String directory, String name) {
        static Source of(String path) {
            return new Source(path, "");
        }

        Source child(String child) {
            return new Source(directory, name.isEmpty() ? child : name + "/" + child);
        }

        Optional<Fd> open() {
            try (Fd root = Open.open(directory, Open.O_PATH)) {
                if (name.isEmpty()) {
                    return Optional.of(root.duplicate());
                }
                int beneath = Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS;
                int flags = Open.O_PATH | Open.O_NOFOLLOW;
                return Optional.of(Open.openat2(root, NativePath.of(name), flags, 0, beneath));
            } catch (KernelException e) {
                return Optional.empty();
            }
        }
    }

    String child(String name) {
        return path.equals("/") ? "/" + name : path + "/" + name;
    }

    Optional<Fd> open() {
        return sources.isEmpty() ? Optional.empty() : sources.getFirst().open();
    }

    /// Where it points, if it is a symbolic link.
    Optional<String> link() {
        Optional<Fd> file = open();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (Fd opened = file.get()) {
            return Stat.of(opened).type() == FileType.SYMBOLIC_LINK
                    ? Optional.of(Names.readlinkat(opened, NativePath.empty()).toString())
                    : Optional.empty();
        }
    }

    /// Where a name in this directory comes from. A layer hides those below it with a whiteout,
    /// with anything that is no directory, and with a directory that is opaque (the kernel's
    /// `Documentation/filesystems/overlayfs.rst`).
    List<Source> below(String name) {
        var found = new ArrayList<Source>();
        for (Source source : sources) {
            Source child = source.child(name);
            Optional<Fd> file = child.open();
            if (file.isPresent()) {
                try (Fd opened = file.get()) {
                    if (hides(opened, child, found)) {
                        break;
                    }
                }
            }
        }
        return found;
    }

    private static boolean hides(Fd file, Source source, List<Source> found) {
        Stat stat = Stat.of(file);
        if (stat.type() == FileType.CHARACTER_DEVICE && stat.rdev().equals(Device.NONE)) {
            return true;
        }
        if (stat.isDirectory() || found.isEmpty()) {
            found.add(source);
        }
        return !stat.isDirectory() || isOpaque(file);
    }

    private static boolean isOpaque(Fd directory) {
        int flags = Open.O_RDONLY | Open.O_DIRECTORY;
        try (Fd readable = Open.openat(Fd.CWD, directory.procPath(), flags)) {
            for (NativePath name : OPAQUE) {
                if (Xattrs.get(readable, name).isPresent()) {
                    return true;
                }
            }
            return false;
        } catch (KernelException e) {
            // What this process may not see does not hide anything from it.
            return false;
        }
    }
}
