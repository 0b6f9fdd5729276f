package dev.hako.engine.spec;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The files that an engine keeps for a container and mounts into it.
///
/// @param hosts for `/etc/hosts`
/// @param hostname for `/etc/hostname`
/// @param resolvConf for `/etc/resolv.conf`; empty: as the network asks for
/// @param volumes where on the host each volume is found while the container is started, by its
///   target
/// @param init the program that is process 1 (`--init`); empty: the container's own is
public record EngineFiles(
        Path hosts,
        Path hostname,
        Optional<Path> resolvConf,
        Map<String, String> volumes,
        Optional<Path> init) {
    /// Where [#init] is in the container.
    static final String INIT = "/dev/hako-init";

    public EngineFiles {
        volumes = Map.copyOf(volumes);
    }

    /// The same with volumes.
    public EngineFiles with(Map<String, String> places) {
        return new EngineFiles(hosts, hostname, resolvConf, places, init);
    }
}
