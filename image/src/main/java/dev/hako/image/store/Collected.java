package dev.hako.image.store;

import dev.hako.oci.image.Digest;
import java.util.List;

/// What a collection has removed.
///
/// @param layers the diff-ids of unpacked layers
/// @param bytes of the disk that are free now
public record Collected(List<Digest> layers, long bytes) {
    static final Collected NOTHING = new Collected(List.of(), 0);

    public Collected {
        layers = List.copyOf(layers);
    }
}
