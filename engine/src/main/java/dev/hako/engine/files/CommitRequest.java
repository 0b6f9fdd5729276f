package dev.hako.engine.files;

import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageReference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What image is to be made of a container.
///
/// @param destination where the image is to be
/// @param author who made it, as the image says
/// @param message why
/// @param changes of how its containers run
/// @param time it says it was made
/// @param reproducible whether no file may be newer than that, so that equal content gives an equal
///   image
public record CommitRequest(
        Destination destination,
        Optional<String> author,
        Optional<String> message,
        UnaryOperator<Execution> changes,
        Instant time,
        boolean reproducible) {

    /// Where an image is made.
    public sealed interface Destination {}

    /// In the directory of an image layout, under a tag or none.
    ///
    /// @param directory absolute
    public record Layout(Path directory, Optional<String> tag) implements Destination {}

    /// Among the engine's own, under a name or none.
    public record Store(Optional<ImageReference> name) implements Destination {}
}
