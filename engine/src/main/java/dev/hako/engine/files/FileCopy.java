package dev.hako.engine.files;

import dev.hako.image.archive.CountingSink;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.Metadata;
import dev.hako.image.archive.TarReader;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.archive.TreeReader;
import dev.hako.image.archive.TreeWriter;
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
/// @param devices whether device files are made, which on a host would be doors to its hardware; a
///   container with users of its own has none made in any case
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
        return write(
                target,
                sink ->
                        TreeReader.to(OwnersInside.of(source.rootId(), sink))
                                .read(source.file(), target.name()));
    }

    /// From an archive to a tree.
    public Copied unpack(InputStream archive, CopyTarget target) throws IOException {
        return write(target, sink -> new TarReader(archive).sendTo(sink));
    }

    /// What gives files to a sink.
    private interface Giving {
        void to(EntrySink sink) throws IOException;
    }

    private Copied write(CopyTarget target, Giving giving) throws IOException {
        return target.rootId() == 0 ? writeHere(target, giving) : writeInside(target, giving);
    }

    private Copied writeHere(CopyTarget target, Giving giving) throws IOException {
        try (TreeWriter writer = new TreeWriter(target.directory(), owners.rule(), devices)) {
            CountingSink counting = new CountingSink(writer, progress);
            giving.to(counting);
            return new Copied(counting.bytes(), writer.leftOut());
        }
    }

    private Copied writeInside(CopyTarget target, Giving giving) throws IOException {
        OwnersOutside outside = new OwnersOutside(target.rootId());
        UnaryOperator<Metadata> owner = metadata -> outside.of(owners.rule().apply(metadata));
        TreeWriter writer = new TreeWriter(target.directory(), owner, false);
        try (MadeInside made = new MadeInside(target.rootId(), writer)) {
            CountingSink counting = new CountingSink(made, progress);
            giving.to(counting);
            return new Copied(counting.bytes(), writer.leftOut());
        }
    }

    /// From a tree to an archive, which says whose the files are.
    public static void pack(CopySource source, OutputStream archive) throws IOException {
        try (TarWriter writer = new TarWriter(archive)) {
            TreeReader.to(OwnersInside.of(source.rootId(), writer))
                    .read(source.file(), source.name());
        }
    }

    /// From a whole root to an archive.
    ///
    /// @param mountTargets absolute paths where others have their files
    public static void export(Place.InRoot root, Set<NativePath> mountTargets, OutputStream archive)
            throws IOException {
        Set<NativePath> closed =
                mountTargets.stream()
                        .map(target -> NativePath.of(target.toString().substring(1)))
                        .collect(Collectors.toSet());
        try (TarWriter writer = new TarWriter(archive)) {
            TreeReader.without(closed, OwnersInside.of(root.rootId(), writer))
                    .read(root.root(), NativePath.of("."));
        }
    }
}
