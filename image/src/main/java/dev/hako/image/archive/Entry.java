package dev.hako.image.archive;

import dev.hako.kernel.Device;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;

/// One file of a tree or an archive.
///
/// @param path where in the tree, as its source calls it; a sink checks it
/// @param kind what it is
public record Entry(NativePath path, Kind kind, Metadata metadata) {
    /// What a file is, with what only such a file has.
    public sealed interface Kind {}

    public record Directory() implements Kind {}

    /// A file with content.
    ///
    /// @param size in bytes
    public record Regular(long size) implements Kind {
        public Regular {
            if (size < 0) {
                throw new IllegalArgumentException("a size below zero");
            }
        }
    }

    /// A file that names another.
    ///
    /// @param target any bytes: a link may lead anywhere or nowhere
    public record SymbolicLink(NativePath target) implements Kind {}

    /// A second name.
    ///
    /// @param target the path of an earlier entry, which is the same file
    public record HardLink(NativePath target) implements Kind {}

    public record Fifo() implements Kind {}

    /// A device file.
    ///
    /// @param type character or block device
    public record Node(FileType type, Device device) implements Kind {}

    /// The same file at another place.
    public Entry at(NativePath elsewhere) {
        return new Entry(elsewhere, kind, metadata);
    }

    /// The bytes that follow its header in an archive.
    public long size() {
        return kind instanceof Regular(long size) ? size : 0;
    }
}
