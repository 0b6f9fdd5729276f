package dev.hako.image.layer;

import dev.hako.oci.image.Digest;
import java.util.List;

/// A layer that is unpacked.
///
/// @param bytes of its archive, uncompressed: about what its files have
/// @param entries of its archive
/// @param leftOut what could not be made for this user, in words: devices
public record UnpackedLayer(Digest diffId, long bytes, long entries, List<String> leftOut) {
    public UnpackedLayer {
        leftOut = List.copyOf(leftOut);
    }
}
