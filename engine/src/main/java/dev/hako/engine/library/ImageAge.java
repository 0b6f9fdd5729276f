package dev.hako.engine.library;

import dev.hako.image.store.StoredImage;
import java.time.Instant;
import java.util.Optional;

/// When images say that they were made.
public final class ImageAge {
    private ImageAge() {}

    /// The moment; long ago if the image does not say.
    public static Instant of(StoredImage image) {
        return Optional.ofNullable(image.config().created()).orElse(Instant.EPOCH);
    }
}
