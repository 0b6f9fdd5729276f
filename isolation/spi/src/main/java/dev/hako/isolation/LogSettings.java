package dev.hako.isolation;

import java.nio.file.Path;

/// Where and how much a task's monitor logs, in Kubernetes' format.
///
/// @param file the current log; older ones are `file.1`, `file.2` …
/// @param maxBytes rotate at this size; 0: never
/// @param maxFiles how many to keep, the current one included; at least 1
public record LogSettings(Path file, long maxBytes, int maxFiles) {
    public LogSettings {
        if (maxBytes < 0 || maxFiles < 1) {
            throw new IllegalArgumentException("invalid log limits " + maxBytes + ", " + maxFiles);
        }
    }
}
