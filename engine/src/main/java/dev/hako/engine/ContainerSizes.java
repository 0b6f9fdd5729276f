package dev.hako.engine;

import java.util.HashMap;
import java.util.Map;

/// Measures containers' files, and each image once only. For one thread.
public final class ContainerSizes {
    private final Map<String, Long> images = new HashMap<>();

    /// Bytes of files.
    ///
    /// @param own those that the container has written
    /// @param whole these and its image's, without the machine's own
    public record Bytes(long own, long whole) {}

    /// What a container's files come to now.
    public Bytes of(Container container) {
        long own = container.writtenBytes();
        String image = container.config().image();
        return new Bytes(own, own + images.computeIfAbsent(image, _ -> container.imageBytes()));
    }
}
