package dev.hako.image.transfer;

import dev.hako.oci.image.Platform;
import java.util.Optional;

/// Which of an index's images are wanted.
public sealed interface Platforms {
    /// This machine's.
    Platforms OWN = new Own();

    /// Every one that the index names.
    Platforms EVERY = new Every();

    /// Every one that the source has: an archive need not have all that its index names.
    Platforms AVAILABLE = new Available();

    /// The one asked for, or else this machine's.
    static Platforms of(Optional<Platform> asked) {
        return asked.<Platforms>map(One::new).orElse(OWN);
    }

    /// This machine's. An image by itself is taken whatever it is for.
    record Own() implements Platforms {}

    /// The one that the user asks for. An image for another is refused.
    record One(Platform platform) implements Platforms {}

    /// All, and what is said of them.
    record Every() implements Platforms {}

    /// All that are there, and what is said of them.
    record Available() implements Platforms {}
}
