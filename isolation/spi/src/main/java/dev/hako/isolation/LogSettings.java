package dev.hako.isolation;

import java.nio.file.Path;

/// Where and how much a task's monitor logs, in Kubernetes' format.
///
/// @param directory a directory that is trusted
/// @param file the current log, relative to it; older ones are `file.1`, `file.2` … No link is
///   followed from the directory to the file.
/// @param maxBytes rotate at this size; 0: never
/// @param maxFiles how many to keep, the current one included; at least 1
public record LogSettings(Path directory, Path file, long maxBytes, int maxFiles) {
    public LogSettings {
        if (maxBytes < 0 || maxFiles < 1) {
            throw new IllegalArgumentException("invalid log limits " + maxBytes + ", " + maxFiles);
        }
        if (file.isAbsolute() || file.getFileName() == null) {
            throw new IllegalArgumentException("not a file below a directory: " + file);
        }
    }

    /// A log that is nobody else's.
    public static LogSettings own(Path file, long maxBytes, int maxFiles) {
        Path directory = file.getParent();
        Path name = file.getFileName();
        if (directory == null || name == null) {
            throw new IllegalArgumentException("the log \"" + file + "\" is in no directory");
        }
        return new LogSettings(directory, name, maxBytes, maxFiles);
    }

    /// A log that somebody else keeps, and rotates.
    public static LogSettings kept(Path directory, Path file) {
        return new LogSettings(directory, file, 0, 1);
    }

    /// The name of the file in its directory.
    public String name() {
        return String.valueOf(file.getFileName());
    }
}
