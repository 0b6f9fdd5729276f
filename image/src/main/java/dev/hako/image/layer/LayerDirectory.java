package dev.hako.image.layer;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileFlags;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Digest.Algorithm;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonRecord;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What a store has on disk:
///
/// - `trees/NAME/tree` and `trees/NAME/layer.json`: a layer's files, and what is known of them,
/// - `trees/NAME/disk.erofs`, by whose `disk.json` it is seen: the files as an image, if somebody
///   has wanted that,
/// - `sha256/HEX`: a link to `../trees/NAME`, by which a layer is seen,
/// - `locks/…`: see the package.
final class LayerDirectory {
    private static final String TREES = "trees";
    private static final String LOCKS = "locks";
    private static final int READ = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private final Path top;
    private final Path trees;
    private final String bootId = BootId.now();

    /// What has been read of trees once. They never change but by being settled, and no name comes
    /// again.
    private final Map<Path, LayerDocument> whole = new ConcurrentHashMap<>();

    private LayerDirectory(Path top) {
        this.top = top;
        this.trees = top.resolve(TREES);
    }

    static LayerDirectory open(Path top) {
        LayerDirectory directory = new LayerDirectory(top);
        try {
            directory.makeTrees();
            Files.createDirectories(directory.locks());
            for (Algorithm algorithm : Algorithm.values()) {
                Files.createDirectories(top.resolve(algorithm.toString()));
            }
            return directory;
        } catch (IOException e) {
            throw directory.failure("make", e);
        }
    }

    /// Layers have nothing to do with each other, and are unpacked side by side. Ext4 without a
    /// journal gives no inode away again for minutes: beside layers that were just removed it would
    /// look at all of theirs for each new file.
    private void makeTrees() throws IOException {
        if (!Files.isDirectory(trees)) {
            Files.createDirectories(trees);
            try (Fd made = Open.open(trees.toString(), READ)) {
                boolean _ = FileFlags.spread(made);
            }
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

    Path trees() {
        return trees;
    }

    Path locks() {
        return top.resolve(LOCKS);
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
        return locks().resolve(diffId.algorithm() + "-" + diffId.hex());
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
        LayerDocument known = whole.get(tree.get());
        return known != null && known.diffId().equals(diffId)
                ? Optional.of(new Found(tree.get(), known))
                : read(diffId, tree.get());
    }

    private Optional<Found> read(Digest diffId, Path tree) {
        Optional<LayerDocument> document =
                document(tree).filter(read -> read.diffId().equals(diffId) && isWhole(read));
        document.ifPresent(read -> whole.put(tree, read));
        return document.map(read -> new Found(tree, read));
    }

    /// A layer that was not on the disk when the machine stopped may have lost anything.
    boolean isWhole(LayerDocument document) {
        return document.settled() || document.bootId().equals(bootId);
    }

    Optional<Path> target(Digest diffId) {
        return target(link(diffId));
    }

    private Optional<Path> target(Path link) {
        try {
            return Optional.of(link.resolveSibling(Files.readSymbolicLink(link)).normalize());
        } catch (NoSuchFileException | NotLinkException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    Optional<LayerDocument> document(Path tree) {
        return read(tree.resolve(LayerDocument.FILE), LayerDocument::parse);
    }

    /// What is known of the image beside a layer's files, if it is whole.
    Optional<DiskDocument> disk(Path tree) {
        return read(tree.resolve(DiskDocument.FILE), DiskDocument::parse)
                .filter(disk -> disk.settled() || disk.bootId().equals(bootId));
    }

    private <T> Optional<T> read(Path file, Function<byte[], T> parse) {
        try {
            return Optional.of(parse.apply(Files.readAllBytes(file)));
        } catch (NoSuchFileException | InvalidDocumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /// Lets a layer be seen.
    void publish(FreshTree fresh, LayerDocument document) throws IOException {
        write(fresh.directory().resolve(LayerDocument.FILE), document, false);
        Path link = link(document.diffId());
        Path made = link.resolveSibling("." + fresh.directory().getFileName());
        Files.createSymbolicLink(
                made, Path.of("..", TREES).resolve(fresh.directory().getFileName()));
        fresh.keep();
        Files.move(made, link, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Lets the image beside a layer's files be seen.
    void publishDisk(Path tree) throws IOException {
        write(tree.resolve(DiskDocument.FILE), new DiskDocument(bootId, false), false);
    }

    private static void write(Path file, JsonRecord document, boolean durably) throws IOException {
        Path made = file.resolveSibling("." + file.getFileName());
        Files.write(made, Json.write(document));
        if (durably) {
            sync(made);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    Set<Digest> all() {
        Set<Digest> all = new HashSet<>();
        for (Digest diffId : linked()) {
            find(diffId).ifPresent(_ -> all.add(diffId));
        }
        return all;
    }

    private List<Digest> linked() {
        List<Digest> linked = new ArrayList<>();
        for (Algorithm algorithm : Algorithm.values()) {
            for (Path link : entries(top.resolve(algorithm.toString()))) {
                String name = link.getFileName().toString();
                if (!name.startsWith(".")) {
                    linked.add(new Digest(algorithm, name));
                }
            }
        }
        return linked;
    }

    List<Path> entries(Path directory) {
        List<Path> all = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(all::add);
            return all;
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /// What is there but may not be on the disk yet.
    ///
    /// @param disk of the image beside the layer's files, if that is so of it
    private record Unsettled(Digest diffId, Found found, Optional<DiskDocument> disk) {}

    private List<Unsettled> unsettled() {
        List<Unsettled> all = new ArrayList<>();
        for (Digest diffId : linked()) {
            find(diffId)
                    .map(found ->
                            new Unsettled(
                                    diffId,
                                    found,
                                    disk(found.directory).filter(disk -> !disk.settled())))
                    .filter(layer -> !layer.found.document.settled() || layer.disk.isPresent())
                    .ifPresent(all::add);
        }
        return all;
    }

    /// Brings all layers of this boot to the disk, with one sync for all of them.
    void settle() {
        List<Unsettled> unsettled = unsettled();
        if (unsettled.isEmpty()) {
            return;
        }
        try (Fd all = Open.open(top.toString(), READ)) {
            all.syncfs();
            unsettled.forEach(this::markSettled);
            all.syncfs();
        }
    }

    /// Another engine may have removed it, or removed it and unpacked it again; and an image that
    /// was made meanwhile may not be on the disk.
    private void markSettled(Unsettled synced) {
        Path tree = synced.found.directory;
        try (LayerLock _ = lock(synced.diffId)) {
            Optional<Found> found = find(synced.diffId);
            if (found.filter(now -> now.directory.equals(tree)).isEmpty()) {
                return;
            }
            LayerDocument settled = found.get().document.settle();
            write(tree.resolve(LayerDocument.FILE), settled, true);
            whole.put(tree, settled);
            if (synced.disk.isPresent()) {
                write(tree.resolve(DiskDocument.FILE), synced.disk.get().settle(), true);
            }
        } catch (IOException e) {
            throw failure("write", e);
        }
    }

    void remove(Digest diffId) {
        try (LayerLock _ = lock(diffId)) {
            Optional<Path> tree = target(diffId);
            Files.deleteIfExists(link(diffId));
            tree.ifPresent(this::delete);
        } catch (IOException e) {
            throw failure("change", e);
        }
    }

    private void delete(Path tree) {
        whole.remove(tree);
        FileTree.delete(tree);
    }

    /// Trees that no layer is seen by.
    List<Path> unseen() {
        Set<Path> seen = new HashSet<>();
        linked().forEach(diffId -> target(diffId).ifPresent(seen::add));
        return entries(trees).stream().filter(tree -> !seen.contains(tree)).toList();
    }

    /// Removes a tree by which nothing can be seen, and its link. Whoever publishes it holds its
    /// diff-id until it is seen.
    void deleteUnseen(Path tree, Digest diffId) {
        Optional<LayerLock> free = LayerLock.tryTake(lockFile(diffId));
        if (free.isEmpty()) {
            return;
        }
        try (LayerLock _ = free.get()) {
            Optional<Path> target = target(diffId).filter(tree::equals);
            if (target.isPresent() && document(tree).filter(this::isWhole).isPresent()) {
                return;
            }
            if (target.isPresent()) {
                Files.deleteIfExists(link(diffId));
            }
            delete(tree);
        } catch (IOException e) {
            throw failure("change", e);
        }
    }
}
