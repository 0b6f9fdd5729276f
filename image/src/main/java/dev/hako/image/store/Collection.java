package dev.hako.image.store;

import static java.util.stream.Collectors.toSet;

import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes from a store what nothing leads to. It runs while nobody holds a lease.
///
/// @param pins manifests that are needed though the index does not name them
record Collection(ImageStore store, Set<Digest> pins) {
    /// After so long nobody is expected to go on with a download.
    private static final Duration STALE = Duration.ofDays(7);

    Collected run() throws IOException {
        Set<Digest> blobs = new HashSet<>();
        Set<Digest> layers = new HashSet<>();
        for (Digest manifest : roots()) {
            mark(store.pinned(manifest), blobs, layers);
        }
        for (Digest index : indexes()) {
            StoredIndex.read(store.blobs(), index).mark(blobs);
        }
        List<Digest> gone = new ArrayList<>();
        long bytes = 0;
        for (Digest layer : store.layers().all()) {
            if (!layers.contains(layer)) {
                bytes += store.layers().sizeBytes(layer);
                store.layers().remove(layer);
                gone.add(layer);
            }
        }
        for (Digest blob : store.blobs().all()) {
            bytes += blobs.contains(blob) ? 0 : store.blobs().remove(blob);
        }
        store.blobs().sweep(STALE, Instant.now());
        store.layout().sweep(Instant.now());
        return new Collected(gone, bytes);
    }

    private Set<Digest> roots() {
        Set<Digest> roots = new HashSet<>(pins);
        store.entries().forEach(entry -> roots.add(entry.manifest().digest()));
        roots.removeIf(root -> !store.blobs().exists(root));
        return roots;
    }

    private Set<Digest> indexes() {
        return store.entries().stream()
                .flatMap(entry -> entry.index().stream())
                .filter(store.blobs()::exists)
                .collect(toSet());
    }

    private static void mark(StoredImage image, Set<Digest> blobs, Set<Digest> layers) {
        blobs.add(image.descriptor().digest());
        blobs.add(image.id());
        image.manifest().layers().forEach(layer -> blobs.add(layer.digest()));
        layers.addAll(image.config().diffIds());
    }
}
