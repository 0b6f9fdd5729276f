package dev.hako.build.solve;

import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import java.util.List;

/// What a build has made.
///
/// @param id the digest of its configuration
/// @param manifest of it, by which the store has it
public record BuiltImage(Digest id, Digest manifest, List<ImageReference> names) {}
