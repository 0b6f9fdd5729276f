package dev.hako.build.solve;

import dev.hako.engine.Engine;
import dev.hako.engine.Reclaimed;
import dev.hako.engine.library.StepCache.Kept;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Flock;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What builds keep to be quicker another time: layers that steps have made, and directories of
/// `RUN --mount=type=cache`.
public final class BuildCache {
    /// So much of it stays that no image has.
    private static final long MOST_BYTES = 20L << 30;

    private final Engine engine;
    private final Path caches;

    public BuildCache(Engine engine) {
        this.engine = engine;
        this.caches = RunMounts.caches(engine.info().locations());
    }

    /// A layer that is kept.
    ///
    /// @param bytes that it takes
    /// @param inUse whether an image has it
    /// @param used when it last was
    public record Item(Digest layer, long bytes, boolean inUse, Instant used, String title) {}

    /// All layers, each once, the longest unused first.
    public List<Item> items() {
        Set<Digest> used = new HashSet<>();
        engine.images().list().forEach(image -> used.addAll(image.config().diffIds()));
        Map<Digest, Item> items = new HashMap<>();
        for (Kept kept : engine.images().steps().all()) {
            Digest layer = kept.result().layer().diffId();
            Item item =
                    new Item(
                            layer,
                            kept.result().bytes(),
                            used.contains(layer),
                            kept.used(),
                            kept.result().title());
            items.merge(layer, item, (one, other) -> one.used.isAfter(other.used) ? one : other);
        }
        return items.values().stream().sorted(Comparator.comparing(Item::used)).toList();
    }

    /// Removes what is not of use.
    ///
    /// @param all whether what images have is forgotten, too, and caches are removed
    /// @param until only what has not been of use since
    public Reclaimed prune(boolean all, Optional<Instant> until) {
        List<Item> unwanted =
                items().stream()
                        .filter(item -> all || !item.inUse)
                        .filter(item -> until.map(item.used::isBefore).orElse(true))
                        .toList();
        return forget(unwanted, all ? removeCaches(until) : 0);
    }

    /// Forgets the longest unused that no image has, if they are too many.
    void shrink() {
        List<Item> free = items().stream().filter(item -> !item.inUse).toList();
        long bytes = free.stream().mapToLong(Item::bytes).sum();
        List<Item> unwanted = new ArrayList<>();
        for (Item item : free) {
            if (bytes > MOST_BYTES) {
                unwanted.add(item);
                bytes -= item.bytes;
            }
        }
        if (!unwanted.isEmpty()) {
            forget(unwanted, 0);
        }
    }

    private Reclaimed forget(List<Item> unwanted, long bytesOfCaches) {
        Set<Digest> layers = new HashSet<>();
        List<String> names = new ArrayList<>();
        long bytes = bytesOfCaches;
        for (Item item : unwanted) {
            layers.add(item.layer);
            names.add(item.layer.hex());
            bytes += item.inUse ? 0 : item.bytes;
        }
        engine.images().steps().forget(kept -> layers.contains(kept.result().layer().diffId()));
        engine.images().steps().sweep(Instant.now());
        engine.images().collect();
        return new Reclaimed(names, bytes);
    }

    /// @return the bytes that files had in them
    private long removeCaches(Optional<Instant> until) {
        long bytes = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(caches)) {
            for (Path cache : found) {
                FileTime time = Files.getLastModifiedTime(cache);
                if (until.map(time.toInstant()::isBefore).orElse(true)) {
                    bytes += removeIdle(cache);
                }
            }
        } catch (NoSuchFileException _) {
            // No program has had one.
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE, "cannot remove caches: " + e.getMessage(), e);
        }
        return bytes;
    }

    private static long removeIdle(Path cache) throws IOException {
        try (Fd lock = Open.open(cache.toString(), Open.O_RDONLY | Open.O_DIRECTORY)) {
            if (!Flock.tryExclusive(lock)) {
                return 0;
            }
            long bytes = bytesOf(cache);
            FileTree.delete(cache);
            return bytes;
        }
    }

    private static long bytesOf(Path tree) throws IOException {
        long[] bytes = {0};
        try (var files = Files.walk(tree)) {
            files.forEach(file -> bytes[0] += file.toFile().isFile() ? file.toFile().length() : 0);
        }
        return bytes[0];
    }
}
