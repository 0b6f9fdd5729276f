package dev.hako.engine.files;

import dev.hako.oci.image.Execution;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What image is to be made of a container.
///
/// @param layout directory of an OCI image layout, absolute
/// @param tag what the image is called there
/// @param author who made it, as the image says
/// @param message why
/// @param changes of how its containers run
/// @param time it says it was made
/// @param reproducible whether no file may be newer than that, so that equal content gives an equal
///   image
public record CommitRequest(
        Path layout,
        Optional<String> tag,
        Optional<String> author,
        Optional<String> message,
        UnaryOperator<Execution> changes,
        Instant time,
        boolean reproducible) {}
