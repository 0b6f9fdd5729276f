package dev.hako.plan;

import java.util.List;
import java.util.Optional;

/// What a container's root is made of. The first mount is the root itself, its target `/`; later
/// ones go over directories inside it. Host paths are absolute.
///
/// @param mounts in the order in which they are made
/// @param ensured names that are made below the root after that, unless they are there already
/// @param idMapped whether its files have on disk the owners that they have inside a container with
///   a user namespace of its own
/// @param mounted disks that the launcher mounts before anything else, where it is itself; they
///   stay mounted when the container has ended
/// @param disks files of the host with the same as the one overlay's directories, for a container
///   that is to have disks instead: its lower ones in their order, then what is the upper one
public record RootFilesystem(
        List<RootMount> mounts,
        List<Entry> ensured,
        boolean idMapped,
        List<Disk> mounted,
        List<RootDisk> disks) {
    public RootFilesystem {
        mounts = List.copyOf(mounts);
        ensured = List.copyOf(ensured);
        mounted = List.copyOf(mounted);
        disks = List.copyOf(disks);
        if (mounts.isEmpty() || !mounts.getFirst().target().equals("/")) {
            throw new IllegalArgumentException("the first mount of a root is for \"/\"");
        }
    }

    /// A root whose files belong to whom the host says.
    public RootFilesystem(List<RootMount> mounts, List<Entry> ensured) {
        this(mounts, ensured, false);
    }

    /// A root on disks that are mounted first.
    public static RootFilesystem mounting(List<Disk> disks, Overlay root) {
        return new RootFilesystem(List.of(root), List.of(), false, disks, List.of());
    }

    /// The same for a container that is to have disks.
    public RootFilesystem with(List<RootDisk> files) {
        return new RootFilesystem(mounts, ensured, idMapped, mounted, files);
    }

    /// A root that needs no disk.
    public RootFilesystem(List<RootMount> mounts, List<Entry> ensured, boolean idMapped) {
        this(mounts, ensured, idMapped, List.of(), List.of());
    }

    /// A root that is one directory of the host, writable.
    public static RootFilesystem directory(String path) {
        return new RootFilesystem(List.of(new Bind(path, "/", false)), List.of());
    }

    /// One layer of a root.
    public sealed interface RootMount {
        /// Where inside the root, absolute.
        String target();
    }

    /// An overlay of directories (`overlayfs` of the kernel's documentation).
    ///
    /// @param lower its read-only directories, the topmost first
    /// @param base the directory that relative names in `lower` start from, so that many of them
    ///   fit
    /// @param upper where changes go; absent makes it read-only
    /// @param userxattr mark deletions with `user.` attributes, as mounting in a user namespace
    ///   needs
    public record Overlay(
            String target,
            List<String> lower,
            String base,
            Optional<Upper> upper,
            boolean userxattr)
            implements RootMount {
        public Overlay {
            lower = List.copyOf(lower);
            if (lower.isEmpty()) {
                throw new IllegalArgumentException("an overlay has at least one lower directory");
            }
        }

        /// Its read-only directories by absolute paths, the topmost first.
        public List<String> lowerPaths() {
            return lower.stream()
                    .map(path -> path.startsWith("/") ? path : base + "/" + path)
                    .toList();
        }
    }

    /// The writable side of an overlay.
    ///
    /// @param directory what changes are written to
    /// @param work an empty directory on the same file system
    /// @param isVolatile whether changes need not survive a crash of the machine
    public record Upper(String directory, String work, boolean isVolatile) {}

    /// A directory of the host.
    public record Bind(String source, String target, boolean readOnly) implements RootMount {}

    /// A block device with a file system.
    ///
    /// @param device its path
    /// @param type of the file system, as mount(2) names it
    /// @param target a directory that is made for it, absolute
    /// @param directories names below it that are made unless they are there
    public record Disk(
            String device, String type, String target, boolean readOnly, List<String> directories) {
        public Disk {
            directories = List.copyOf(directories);
        }
    }

    /// A file of the host that is to be a container's block device.
    ///
    /// @param file its path, absolute; one that is written to need not be there yet
    /// @param type of the file system in it
    public record RootDisk(String file, String type, boolean readOnly) {}

    /// A name that is made if it is not there.
    public sealed interface Entry {
        /// Where, absolute in the container.
        String path();
    }

    /// A directory.
    public record Directory(String path, int mode) implements Entry {}

    /// A symbolic link.
    public record Link(String path, String target) implements Entry {}
}
