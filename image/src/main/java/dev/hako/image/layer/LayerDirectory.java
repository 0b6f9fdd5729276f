package dev.hako.image.layer;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Digest.Algorithm;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a store has on disk:
///
/// - `trees/NAME/tree` and `trees/NAME/layer.json`: a layer's files, and what is known of them,
/// - `sha256/HEX`: a link to `../trees/NAME`, by which a layer is seen,
/// - `locks/…`: see the package.
final class LayerDirectory {
    private static final String TREES = "trees";
    private static final String LOCKS = "locks";
    private static final int READ = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private final Path top;
    private final Path trees;
    private final String bootId = BootId.now();

    private LayerDirectory(Path top) {
        this.top = top;
        this.trees = top.resolve(TREES);
    }

    static LayerDirectory open(Path top) {
        LayerDirectory directory = new LayerDirectory(top);
        try {
            Files.createDirectories(directory.trees);
            Files.createDirectories(top.resolve(LOCKS));
            for (Algorithm algorithm : Algorithm.values()) {
                Files.createDirectories(top.resolve(algorithm.toString()));
            }
            return directory;
        } catch (IOException e) {
            throw directory.failure("make", e);
        }
    }

    private Failure failure(String what, IOException e) {
        return Failure.of(
                Failure.Kind.DENIED,
                "cannot %s the layers \"%s\": %s".formatted(what, top, e.getMessage()),
                e);
    }

    Path path() {
        return top;
    }

    /// A layer that is there.
    ///
    /// @param directory `trees/NAME`
    record Found(Path directory, LayerDocument document) {
        Path files() {
            return directory.resolve(FreshTree.FILES);
        }

        UnpackedLayer layer() {
            return new UnpackedLayer(
                    document.diffId(), document.bytes(), document.entries(), List.of());
        }
    }

    LayerLock lock(Digest diffId) {
        return LayerLock.take(lockFile(diffId));
    }

    private Path lockFile(Digest diffId) {
        return top.resolve(LOCKS).resolve(diffId.algorithm() + "-" + diffId.hex());
    }

    private Path link(Digest diffId) {
        return top.resolve(diffId.algorithm().toString()).resolve(diffId.hex());
    }

    FreshTree makeTree() {
        return FreshTree.in(trees);
    }

    Optional<Found> find(Digest diffId) {
        Optional<Path> tree = target(diffId);
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        return document(tree.get())
                .filter(document -> document.diffId().equals(diffId) && isWhole(document))
                .map(document -> new Found(tree.get(), document));
    }

    /// A layer that was not on the disk when the machine stopped may have lost anything.
    private boolean isWhole(LayerDocument document) {
        return document.settled() || document.bootId().equals(bootId);
    }

    private Optional<Path> target(Digest diffId) {
        Path link = link(diffId);
        try {
            return Optional.of(link.resolveSibling(Files.readSymbolicLink(link)).normalize());
        } catch (NoSuchFileException | NotLinkException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    private Optional<LayerDocument> document(Path tree) {
        try {
            byte[] bytes = Files.readAllBytes(tree.resolve(LayerDocument.FILE));
            return Optional.of(LayerDocument.parse(bytes));
        } catch (NoSuchFileException | InvalidDocumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /// Lets a layer be seen.
    void publish(FreshTree fresh, LayerDocument document) throws IOException {
        write(fresh.directory(), document, false);
        Path link = link(document.diffId());
        Path made = link.resolveSibling("." + fresh.directory().getFileName());
        Files.createSymbolicLink(
                made, Path.of("..", TREES).resolve(fresh.directory().getFileName()));
        fresh.keep();
        Files.move(made, link, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Path tree, LayerDocument document, boolean durably)
            throws IOException {
        Path made = tree.resolve("." + LayerDocument.FILE);
        Files.write(made, Json.write(document));
        if (durably) {
            sync(made);
        }
        Files.move(made, tree.resolve(LayerDocument.FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    Set<Digest> all() {
        Set<Digest> all = new HashSet<>();
        for (Algorithm algorithm : Algorithm.values()) {
            for (String name : names(top.resolve(algorithm.toString()))) {
                if (!name.startsWith(".")) {
                    Digest diffId = new Digest(algorithm, name);
                    find(diffId).ifPresent(_ -> all.add(diffId));
                }
            }
        }
        return all;
    }

    private List<String> names(Path directory) {
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /// Brings all layers of this boot to the disk, with one sync for all of them.
    void settle() {
        List<Found> unsettled = new ArrayList<>();
        for (Digest diffId : all()) {
            find(diffId).filter(found -> !found.document.settled()).ifPresent(unsettled::add);
        }
        if (unsettled.isEmpty()) {
            return;
        }
        try (Fd all = Open.open(top.toString(), READ)) {
            all.syncfs();
            for (Found found : unsettled) {
                write(found.directory, found.document.settle(), true);
            }
            all.syncfs();
        } catch (NoSuchFileException e) {
            // Another engine removed a layer; it looks after the others, too.
        } catch (IOException e) {
            throw failure("write", e);
        }
    }

    void remove(Digest diffId) {
        try (LayerLock _ = lock(diffId)) {
            Optional<Path> tree = target(diffId);
            Files.deleteIfExists(link(diffId));
            tree.ifPresent(FileTree::delete);
        } catch (IOException e) {
            throw failure("change", e);
        }
    }

    /// Removes trees by which no layer is seen and that nobody fills.
    void collect() {
        for (String name : names(trees)) {
            Path tree = trees.resolve(name);
            Optional<LayerDocument> document = document(tree);
            if (document.isEmpty()) {
                deleteUnlessFilled(tree);
            } else if (!isSeen(tree, document.get())) {
                deleteUnseen(tree, document.get().diffId());
            }
        }
    }

    private boolean isSeen(Path tree, LayerDocument document) {
        return isWhole(document) && target(document.diffId()).filter(tree::equals).isPresent();
    }

    /// Whoever publishes it holds its diff-id until it is seen.
    private void deleteUnseen(Path tree, Digest diffId) {
        Optional<LayerLock> free = LayerLock.tryTake(lockFile(diffId));
        if (free.isEmpty()) {
            return;
        }
        try (LayerLock _ = free.get()) {
            Optional<LayerDocument> now = document(tree);
            if (now.isPresent() && !isSeen(tree, now.get())) {
                if (target(diffId).filter(tree::equals).isPresent()) {
                    Files.deleteIfExists(link(diffId));
                }
                FileTree.delete(tree);
            }
        } catch (IOException e) {
            throw failure("change", e);
        }
    }

    private void deleteUnlessFilled(Path tree) {
        try (Fd directory = Open.open(tree.toString(), READ)) {
            if (Flock.tryExclusive(directory) && document(tree).isEmpty()) {
                FileTree.delete(tree);
            }
        } catch (KernelException e) {
            // It has gone, or become something else, meanwhile.
            if (Files.exists(tree)) {
                throw e;
            }
        }
    }
}
