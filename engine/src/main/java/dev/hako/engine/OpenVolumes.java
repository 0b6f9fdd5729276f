package dev.hako.engine;

import dev.hako.engine.volume.OpenDirectory;
import java.util.LinkedHashMap;
import java.util.Map;

/// A container's volumes, and the images that it has mounted, held open while it is started.
///
/// @param byTarget each under its place in the container
record OpenVolumes(Map<String, OpenDirectory> byTarget) implements AutoCloseable {
    static final OpenVolumes NONE = new OpenVolumes(Map.of());

    /// Where on the host each is found while this is open, by its place in the container.
    Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        byTarget.forEach((target, volume) -> paths.put(target, volume.path()));
        return paths;
    }

    @Override
    public void close() {
        byTarget.values().forEach(OpenDirectory::close);
    }
}
