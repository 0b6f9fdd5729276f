package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.nio.file.Path;

/// A container's log in a directory of somebody else, who also rotates it, as the kubelet does.
///
/// @param directory absolute; trusted as whoever named it
/// @param name of the file below it; no link is followed on the way there, for containers may have
///   been shown the directory
public record LogPlace(Path directory, Path name) {
    private static final Path UP = Path.of("..");

    public LogPlace {
        directory = directory.normalize();
        if (!directory.isAbsolute()) {
            throw Failure.invalid(
                    "the directory of logs \""
                            + Printable.of(directory.toString())
                            + "\" is not absolute");
        }
        for (Path part : name) {
            if (name.isAbsolute() || part.equals(UP) || part.toString().isEmpty()) {
                throw Failure.invalid(
                        "the log \""
                                + Printable.of(name.toString())
                                + "\" is not below \""
                                + Printable.of(directory.toString())
                                + "\"");
            }
        }
        name = name.normalize();
    }

    /// The file that is written to now.
    public Path file() {
        return directory.resolve(name);
    }
}
