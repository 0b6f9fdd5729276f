package dev.hako.image.store;

import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Manifest;
import java.util.List;
import java.util.Map;

/// An image in a store.
///
/// @param descriptor of its manifest
/// @param names what it is called, by tags or (if it was asked for so) by digests
/// @param digests what it is called in registries, by digests
public record StoredImage(
        Descriptor descriptor,
        Manifest manifest,
        ImageConfig config,
        List<ImageReference> names,
        List<ImageReference> digests) {
    public StoredImage {
        names = List.copyOf(names);
        digests = List.copyOf(digests);
    }

    /// The digest of its configuration.
    public Digest id() {
        return manifest.config().digest();
    }

    /// Its names that have a tag.
    public List<ImageReference> tags() {
        return names.stream().filter(name -> name.digest() == null).toList();
    }

    /// Whether nothing is called so any more.
    public boolean dangling() {
        return tags().isEmpty() && digests.isEmpty();
    }

    public Map<String, String> labels() {
        return config.config().labels();
    }
}
