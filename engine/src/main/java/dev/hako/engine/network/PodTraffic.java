package dev.hako.engine.network;

import dev.hako.kernel.InterfaceTraffic;
import dev.hako.network.namespace.NetworkNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What goes through a pod's network interfaces.
///
/// @param namespace where its network namespace is mounted; empty: it has the host's, of which
///   nothing is its own
public record PodTraffic(Optional<Path> namespace) {
    /// What each has received and sent; none while the pod does not run.
    public List<InterfaceTraffic> interfaces() {
        if (namespace.isEmpty() || !NetworkNamespace.isMountedOn(namespace.get())) {
            return List.of();
        }
        try (NetworkNamespace network = NetworkNamespace.mountedOn(namespace.get())) {
            return network.call(InterfaceTraffic::here);
        }
    }
}
