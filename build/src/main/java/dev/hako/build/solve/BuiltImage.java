package dev.hako.build.solve;

import dev.hako.engine.library.StepResult;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import java.util.List;
import java.util.Map;

/// What a build has made.
///
/// @param id the digest of its configuration
/// @param manifest of it, by which the store has it
/// @param steps that were done or found done, by their keys
public record BuiltImage(
        Digest id, Digest manifest, List<ImageReference> names, Map<Digest, StepResult> steps) {
    public BuiltImage {
        names = List.copyOf(names);
        steps = Map.copyOf(steps);
    }
}
