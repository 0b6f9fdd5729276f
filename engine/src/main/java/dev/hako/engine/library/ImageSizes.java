package dev.hako.engine.library;

import dev.hako.image.store.ImageStore;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How much room images take: their layers unpacked, as Docker counts, or packed where nobody has
/// used them yet, as of other platforms' images. A layer that several have is on the disk once.
public record ImageSizes(ImageStore store) {

    /// Bytes of one image's layers, whoever else has them.
    public long bytes(StoredImage image) {
        return image.config().diffIds().stream().mapToLong(layers(image)::get).sum();
    }

    /// Bytes of an image's layers, by their diff-ids, the lowest first.
    public Map<Digest, Long> layers(StoredImage image) {
        Map<Digest, Long> layers = new LinkedHashMap<>();
        List<Digest> diffIds = image.config().diffIds();
        for (int i = 0; i < diffIds.size(); i++) {
            layers.put(
                    diffIds.get(i), layerBytes(diffIds.get(i), image.manifest().layers().get(i)));
        }
        return layers;
    }

    private long layerBytes(Digest diffId, Descriptor blob) {
        if (store.layers().has(diffId)) {
            return store.layers().sizeBytes(diffId);
        }
        return store.blobs().has(blob) ? blob.sizeBytes() : 0;
    }

    /// Bytes that several images take together.
    public long togetherBytes(Collection<StoredImage> images) {
        Map<Digest, Long> layers = new HashMap<>();
        images.forEach(image -> layers.putAll(layers(image)));
        return layers.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Bytes of an image's layers that others of these have, too.
    public long sharedBytes(StoredImage image, List<StoredImage> all) {
        Map<Digest, Integer> owners = new HashMap<>();
        for (StoredImage each : all) {
            Set.copyOf(each.config().diffIds())
                    .forEach(layer -> owners.merge(layer, 1, Integer::sum));
        }
        return image.config().diffIds().stream()
                .filter(layer -> owners.getOrDefault(layer, 0) > 1)
                .mapToLong(layers(image)::get)
                .sum();
    }
}
