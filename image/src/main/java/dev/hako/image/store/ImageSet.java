package dev.hako.image.store;

import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one name stands for in a store: one image, or those images of an index that are here.
///
/// @param index the digest of the document that names the images; empty: there is one, by itself
/// @param manifests of the images that are here; at least one
public record ImageSet(Optional<Digest> index, List<Descriptor> manifests) {
    public ImageSet {
        manifests = manifests.stream().map(manifest -> manifest.withAnnotations(Map.of())).toList();
        if (manifests.isEmpty() || index.isEmpty() && manifests.size() > 1) {
            throw new IllegalArgumentException("a name stands for one image, or for an index");
        }
    }

    /// One image by itself.
    public static ImageSet of(Descriptor manifest) {
        return new ImageSet(Optional.empty(), List.of(manifest));
    }

    boolean has(Digest manifest) {
        return manifests.stream().anyMatch(each -> each.digest().equals(manifest));
    }
}
