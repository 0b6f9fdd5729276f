package dev.hako.engine.library;

import dev.hako.oci.image.Digest;

/// A container that is made of a stored image, or has it mounted.
///
/// @param id of the container
/// @param image the id of its image
/// @param manifest of its image
/// @param live whether it runs, so that nothing it is made of may go
public record ImageUser(String id, Digest image, Digest manifest, boolean live) {
    private static final int SHORT = 12;

    String shortId() {
        return id.substring(0, Math.min(SHORT, id.length()));
    }
}
