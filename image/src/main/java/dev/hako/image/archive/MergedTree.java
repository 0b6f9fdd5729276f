package dev.hako.image.archive;

import dev.hako.image.archive.Whiteouts.Mark;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Puts layers over each other in one directory, so that there is what overlayfs would show. File
/// systems that share blocks of copies do so (copy_file_range(2)).
public final class MergedTree implements EntrySink, AutoCloseable {
    private static final int TOP = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private final Fd top;
    private final OpenPath open;
    private final TreeWriter writer;
    private Optional<Metadata> topmost = Optional.empty();

    private MergedTree(Fd top) {
        this.top = top;
        this.open =
                new OpenPath(
                        top,
                        false,
                        (obstacle, _) -> {
                            FileTree.delete(obstacle.parent(), obstacle.name());
                            Names.mkdirat(obstacle.parent(), obstacle.name(), 0755);
                            return Open.openat(
                                    obstacle.parent(), obstacle.name(), OpenPath.DIRECTORY);
                        });
        this.writer = new TreeWriter(top, metadata -> metadata, true);
    }

    /// Copies layers into a directory.
    ///
    /// @param layers directories as overlayfs has them, the topmost first
    /// @param target an empty directory
    /// @throws dev.hako.failure.Failure naming the file that cannot be copied
    public static void copy(List<String> layers, Path target, TreeMarks marks) throws IOException {
        try (Fd top = Open.open(target.toString(), TOP);
                MergedTree tree = new MergedTree(top)) {
            for (String layer : layers.reversed()) {
                try (Fd lower = Open.open(layer, TOP)) {
                    TreeReader.ofLayer(tree, marks).read(lower, NativePath.of("."));
                }
            }
        }
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        List<NativePath> names = OpenPath.names(entry.path());
        if (names.isEmpty()) {
            topmost = Optional.of(entry.metadata());
            return;
        }
        List<NativePath> parents = names.subList(0, names.size() - 1);
        switch (Whiteouts.read(names)) {
            case Mark.Deleted(NativePath name) -> FileTree.delete(open.enter(parents), name);
            case Mark.Opaque() -> empty(open.enter(parents));
            case Mark.Ignored() -> {}
            case Mark.None() -> {
                makeRoom(open.enter(parents), names.getLast(), entry);
                writer.add(entry, content);
            }
        }
    }

    private static void empty(Fd directory) {
        for (DirectoryEntry entry : Directory.list(directory)) {
            FileTree.delete(directory, entry.name());
        }
    }

    /// Only a directory goes on where there was one.
    private static void makeRoom(Fd parent, NativePath name, Entry entry) {
        boolean directory = entry.kind() instanceof Entry.Directory;
        Optional<Stat> there = Stat.find(parent, name);
        if (there.isPresent() && there.get().isDirectory() != directory) {
            FileTree.delete(parent, name);
        }
    }

    @Override
    public void close() {
        open.close();
        writer.close();
        try {
            topmost.ifPresent(metadata -> {
                FileMaker.apply(top, metadata);
                Attributes.mtime(top, metadata.mtime());
            });
        } catch (KernelException e) {
            throw e.during("cannot write \"/\"");
        }
    }
}
