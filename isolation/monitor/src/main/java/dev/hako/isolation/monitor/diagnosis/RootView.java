package dev.hako.isolation.monitor.diagnosis;

import dev.hako.kernel.Fd;
import java.util.Optional;

/// A container's files, seen from outside after its start failed.
public interface RootView {
    /// What a path leads to, links followed with the container's root as `/`. The descriptor is one
    /// of `O_PATH` and the caller's to close.
    ///
    /// @param path absolute in the container
    Optional<Fd> find(String path);

    /// Where the symbolic link of that name points; nothing if it is none.
    Optional<String> link(String path);

    /// Whether programs there may not be executed, as the mount was made with `noexec`.
    boolean isNoexec(String path);
}
