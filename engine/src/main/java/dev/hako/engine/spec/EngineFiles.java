package dev.hako.engine.spec;

import java.nio.file.Path;
import java.util.Optional;

/// The files that an engine keeps for a container and mounts into it.
///
/// @param hosts for `/etc/hosts`
/// @param hostname for `/etc/hostname`
/// @param init the program that is process 1 (`--init`); empty: the container's own is
public record EngineFiles(Path hosts, Path hostname, Optional<Path> init) {
    /// Where [#init] is in the container.
    static final String INIT = "/dev/hako-init";
}
