package dev.hako.engine.files;

import dev.hako.image.archive.CountingSink;
import dev.hako.image.archive.Metadata;
import dev.hako.image.archive.TarReader;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.archive.TreeReader;
import dev.hako.image.archive.TreeWriter;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Copies between trees and archives.
///
/// @param owners whose the copies are
/// @param devices whether device files are made, which on a host would be doors to its hardware
/// @param progress is told after each file how many bytes an archive would have by then
public record FileCopy(Owners owners, boolean devices, LongConsumer progress) {

    /// Whose copies are.
    public enum Owners {
        /// The source's numbers.
        KEPT,
        /// Root's: of the container, or in whose name the engine works.
        ROOT;

        private UnaryOperator<Metadata> rule() {
            return this == KEPT ? metadata -> metadata : metadata -> metadata.ownedBy(0, 0);
        }
    }

    /// What was copied.
    ///
    /// @param bytes an archive of it has
    /// @param leftOut how many device files were not made
    public record Copied(long bytes, int leftOut) {}

    /// From a tree to a tree.
    public Copied copy(CopySource source, CopyTarget target) throws IOException {
        try (TreeWriter writer = writer(target)) {
            CountingSink counting = new CountingSink(writer, progress);
            TreeReader.to(counting).read(source.file(), target.name());
            return new Copied(counting.bytes(), writer.leftOut());
        }
    }

    /// From an archive to a tree.
    public Copied unpack(InputStream archive, CopyTarget target) throws IOException {
        try (TreeWriter writer = writer(target)) {
            CountingSink counting = new CountingSink(writer, progress);
            new TarReader(archive).sendTo(counting);
            return new Copied(counting.bytes(), writer.leftOut());
        }
    }

    private TreeWriter writer(CopyTarget target) {
        return new TreeWriter(target.directory(), owners.rule(), devices);
    }

    /// From a tree to an archive, which says whose the files are.
    public static void pack(CopySource source, OutputStream archive) throws IOException {
        try (TarWriter writer = new TarWriter(archive)) {
            TreeReader.to(writer).read(source.file(), source.name());
        }
    }

    /// From a whole root to an archive.
    ///
    /// @param mountTargets absolute paths where others have their files
    public static void export(Fd root, Set<NativePath> mountTargets, OutputStream archive)
            throws IOException {
        Set<NativePath> closed =
                mountTargets.stream()
                        .map(target -> NativePath.of(target.toString().substring(1)))
                        .collect(Collectors.toSet());
        try (TarWriter writer = new TarWriter(archive)) {
            TreeReader.without(closed, writer).read(root, NativePath.of("."));
        }
    }
}
