package dev.hako.engine.config;

import java.util.List;

/// Something to mount into a container.
public sealed interface MountRequest {
    /// Where it appears: an absolute path in the container.
    String target();

    /// A directory or file of the host.
    ///
    /// @param source absolute path on the host
    /// @param options such as `ro`, `rslave`, `nosuid`; see mount(8)
    /// @param createSource whether a missing source is created as a directory (`-v`) or refused
    ///   (`--mount`)
    record Bind(String source, String target, List<String> options, boolean createSource)
            implements MountRequest {
        public Bind {
            options = List.copyOf(options);
        }
    }

    /// An empty file system in memory.
    ///
    /// @param options such as `size=64m`, `mode=1777`, `noexec`
    record Tmpfs(String target, List<String> options) implements MountRequest {
        public Tmpfs {
            options = List.copyOf(options);
        }
    }
}
