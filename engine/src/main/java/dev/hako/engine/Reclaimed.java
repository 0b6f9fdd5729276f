package dev.hako.engine;

import java.util.List;

/// What was removed because nobody used it.
///
/// @param names of what is gone: ids of containers, names of volumes
/// @param bytes that it took on the disk
public record Reclaimed(List<String> names, long bytes) {
    public Reclaimed {
        names = List.copyOf(names);
    }
}
