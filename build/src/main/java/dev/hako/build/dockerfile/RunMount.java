package dev.hako.build.dockerfile;

import java.util.Optional;
import java.util.OptionalLong;

/// What a `RUN` sees besides its stage's files: `--mount`.
public sealed interface RunMount {
    /// Files of the context, a stage or an image.
    ///
    /// @param readWrite whether it may write, to what nobody keeps
    record Bind(Optional<String> from, String source, String target, boolean readWrite)
            implements RunMount {}

    /// A directory that outlives the build.
    ///
    /// @param from whose directory `source` it begins with
    record Cache(
            String id,
            String target,
            Optional<String> from,
            String source,
            Sharing sharing,
            boolean readOnly,
            Owner owner)
            implements RunMount {}

    /// What becomes of a cache that two builds want.
    enum Sharing {
        SHARED,
        PRIVATE,
        LOCKED
    }

    /// Files in memory.
    record Tmpfs(String target, OptionalLong sizeBytes) implements RunMount {}

    /// A secret of who builds, as a file or a variable.
    record Secret(
            String id,
            Optional<String> target,
            Optional<String> variable,
            boolean required,
            Owner owner)
            implements RunMount {}

    /// @param mode permissions; nothing for the kind's own
    record Owner(int uid, int gid, Optional<Integer> mode) {}
}
