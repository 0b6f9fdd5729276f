package dev.hako.engine.library;

import dev.hako.image.store.ImageStore;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How much room images take: their layers unpacked, as Docker counts. A layer that several have is
/// on the disk once.
public record ImageSizes(ImageStore store) {

    /// Bytes of one image's layers, whoever else has them.
    public long unpackedBytes(StoredImage image) {
        return image.config().diffIds().stream().mapToLong(this::layerBytes).sum();
    }

    /// Bytes of a layer's files.
    public long layerBytes(Digest diffId) {
        return store.layers().has(diffId) ? store.layers().sizeBytes(diffId) : 0;
    }

    /// Bytes that several images take together.
    public long togetherBytes(Collection<StoredImage> images) {
        Set<Digest> layers = new LinkedHashSet<>();
        images.forEach(image -> layers.addAll(image.config().diffIds()));
        return layers.stream().mapToLong(this::layerBytes).sum();
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
                .mapToLong(this::layerBytes)
                .sum();
    }
}
