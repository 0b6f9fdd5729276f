package dev.hako.compare.subject;

import java.nio.file.Path;

/// Where Hako is installed.
///
/// @param programs the folder of `hako` and `hako-runtime`
/// @param root where its user's images and kernels are; nothing is changed there
public record HakoPlace(Path programs, Path root) {
    /// The command.
    public Path hako() {
        return programs.resolve("hako");
    }

    /// The OCI runtime command.
    public Path runtime() {
        return programs.resolve("hako-runtime");
    }
}
