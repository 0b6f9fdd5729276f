package dev.hako.image.layer;

import dev.hako.failure.Failure;
import dev.hako.image.archive.FileOwners;
import dev.hako.image.archive.LayerUnpacker;
import dev.hako.image.archive.TarReader;
import dev.hako.image.archive.TreeMarks;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Unpacked layers, each once, in a directory that several engines may share.
public final class LayerStore {
    private final LayerDirectory layers;
    private final Settling settling;
    private final LayerUnpacker.Rules rules;
    private final LayerLimits limits;

    private LayerStore(LayerDirectory layers, boolean rootless, LayerLimits limits) {
        this.layers = layers;
        this.settling = new Settling(layers);
        this.rules =
                new LayerUnpacker.Rules(TreeMarks.of(rootless), FileOwners.own(), limits.entries());
        this.limits = limits;
    }

    /// Opens a store, which is made if it is not there, and removes what killed processes left, and
    /// what may not have reached the disk before the machine stopped: nobody may trust it.
    ///
    /// @param rootless whether layers are mounted in an ordinary user's namespace
    public static LayerStore open(Path directory, boolean rootless) {
        return open(directory, rootless, LayerLimits.DEFAULT);
    }

    /// The same with other limits.
    public static LayerStore open(Path directory, boolean rootless, LayerLimits limits) {
        LayerStore store = new LayerStore(LayerDirectory.open(directory), rootless, limits);
        store.collect();
        return store;
    }

    /// Whether a layer is there, whole.
    public boolean has(Digest diffId) {
        return layers.find(diffId).isPresent();
    }

    /// A layer's files: a directory that overlayfs can have as a lower one.
    ///
    /// @throws Failure `NOT_FOUND` if it is not there
    public Path directory(Digest diffId) {
        return found(diffId).files();
    }

    /// A layer's files as an EROFS image, which a guest can have as a disk: written when it is
    /// first wanted, by one of the engines that want it, and removed with the layer. Blocks.
    ///
    /// Whoever is given the file may read it; the way to it is root's.
    ///
    /// @throws Failure `NOT_FOUND` if the layer is not there; another if the image cannot be
    ///   written
    /// @throws IOException if the lock on the layer cannot be given back
    public Path disk(Digest diffId) throws IOException {
        LayerDisk disk = new LayerDisk(found(diffId));
        return layers.disk(disk.layer().directory()).isPresent() ? disk.path() : makeDisk(diffId);
    }

    /// The bytes of a layer's image, 0 if nobody has wanted one.
    ///
    /// @throws Failure `NOT_FOUND` if the layer is not there
    public long diskBytes(Digest diffId) throws IOException {
        LayerDisk disk = new LayerDisk(found(diffId));
        return layers.disk(disk.layer().directory()).isPresent() ? Files.size(disk.path()) : 0;
    }

    private Path makeDisk(Digest diffId) throws IOException {
        try (Settling.Work _ = settling.work();
                LayerLock _ = layers.lock(diffId)) {
            LayerDisk disk = new LayerDisk(found(diffId));
            Path tree = disk.layer().directory();
            if (layers.disk(tree).isEmpty()) {
                disk.write(rules.marks());
                layers.publishDisk(tree);
            }
            return disk.path();
        } catch (Failure e) {
            throw withRemedy(e).during("cannot make a disk of layer \"" + diffId + "\"");
        }
    }

    private LayerDirectory.Found found(Digest diffId) {
        return layers.find(diffId).orElseThrow(() -> missing(diffId));
    }

    /// The bytes of its archive, recorded when it was unpacked.
    ///
    /// @throws Failure `NOT_FOUND` if it is not there
    public long sizeBytes(Digest diffId) {
        return found(diffId).document().bytes();
    }

    /// The entries of its archive: about as many as its files are.
    ///
    /// @throws Failure `NOT_FOUND` if it is not there
    public long entries(Digest diffId) {
        return found(diffId).document().entries();
    }

    private static Failure missing(Digest diffId) {
        return Failure.notFound("the layer \"" + diffId + "\" is not unpacked")
                .hint("pull the image again");
    }

    /// All that are there.
    public Set<Digest> all() {
        return layers.all();
    }

    /// Unpacks a layer, unless it is there or another engine unpacks it meanwhile. Blocks.
    ///
    /// @param compressed its blob, which stays its owner's; left where it is if it is not needed
    /// @param mediaType of the blob
    /// @throws Failure if it is not the layer, damaged, beyond a limit, or cannot be written; then
    ///   nothing of it stays
    /// @throws IOException if the blob cannot be read
    public UnpackedLayer unpack(Digest diffId, InputStream compressed, String mediaType)
            throws IOException {
        try (LayerLock _ = layers.lock(diffId)) {
            Optional<LayerDirectory.Found> there = layers.find(diffId);
            return there.isPresent()
                    ? there.get().layer()
                    : unpackNew(diffId, compressed, mediaType);
        } catch (Failure e) {
            throw withRemedy(e).during("cannot unpack layer \"" + diffId + "\"");
        }
    }

    private Failure withRemedy(Failure failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KernelException e && e.isAny(Errno.ENOSPC, Errno.EDQUOT)) {
                return failure.hint(
                        "make room below \"" + layers.path() + "\", as with `hako image prune`");
            }
        }
        return failure;
    }

    private UnpackedLayer unpackNew(Digest diffId, InputStream compressed, String mediaType)
            throws IOException {
        try (Settling.Work _ = settling.work();
                FreshTree fresh = layers.makeTree();
                Fd top = fresh.makeFiles();
                LayerUnpacker unpacker = new LayerUnpacker(top, rules);
                Blob blob = Blob.open(compressed, mediaType, diffId, limits.archive())) {
            new TarReader(blob).sendTo(unpacker);
            unpacker.finish();
            blob.verify();
            LayerDocument document =
                    new LayerDocument(
                            diffId, blob.count(), unpacker.entries(), BootId.now(), false);
            layers.publish(fresh, document);
            return new UnpackedLayer(
                    diffId, document.bytes(), document.entries(), unpacker.leftOut());
        }
    }

    /// Removes a layer that nothing needs any more; one that is not there is fine.
    public void remove(Digest diffId) {
        layers.remove(diffId);
    }

    /// Removes what killed processes left.
    public void collect() {
        new Leftovers(layers).collect();
    }

    /// Waits until all layers are on the disk. It begins by itself after each unpacking.
    public void settle() {
        settling.run();
    }
}
