package dev.hako.engine;

import dev.hako.engine.store.ContainerStore;
import java.nio.file.Path;

/// Where an engine keeps things.
///
/// @param root what survives a reboot: `/var/lib/hako`, or a user's `$XDG_DATA_HOME/hako`
/// @param run what does not, on a file system in memory: `/run/hako`, or `$XDG_RUNTIME_DIR/hako`
public record Locations(Path root, Path run) {
    public Locations {
        if (!root.isAbsolute() || !run.isAbsolute()) {
            throw new IllegalArgumentException("not absolute: " + root + ", " + run);
        }
    }

    /// The socket clients ask at.
    public Path engineSocket() {
        return run.resolve("engine.sock");
    }

    /// Held by the engine that serves [#engineSocket].
    public Path engineLock() {
        return run.resolve("engine.lock");
    }

    /// One directory for each container that must survive a reboot.
    Path durableContainers() {
        return root.resolve("containers");
    }

    /// One directory for each container: all it has, or its sockets only.
    Path runningContainers() {
        return run.resolve(ContainerStore.RUNNING);
    }

    /// One directory for each container's writable layers.
    Path layers() {
        return root.resolve("layers");
    }

    /// One link for each engine's run directory.
    Path runPlaces() {
        return root.resolve("run-places");
    }

    /// One link for each name, to the id it stands for.
    Path names() {
        return root.resolve("names");
    }

    /// One directory for each volume.
    Path volumes() {
        return root.resolve("volumes");
    }

    /// One directory for each network.
    Path networks() {
        return root.resolve("networks");
    }

    /// The journal of what has happened.
    Path events() {
        return root.resolve("events");
    }

    /// One directory for each pod.
    Path pods() {
        return root.resolve("pods");
    }

    /// One directory for each pod: what holds its namespaces.
    Path runningPods() {
        return run.resolve("pods");
    }

    /// One directory for each pod that need not survive a reboot: what it is.
    Path temporaryPods() {
        return run.resolve("temporary-pods");
    }

    /// As [#names], for pods.
    Path podNames() {
        return root.resolve("pod-names");
    }

    /// One directory for each guest kernel.
    public Path kernels() {
        return root.resolve("kernels");
    }

    /// The engine's images, as an image layout.
    public Path imageStore() {
        return root.resolve("images");
    }

    /// The layers of its images, unpacked.
    Path imageLayers() {
        return root.resolve("image-layers");
    }

    /// What builds keep.
    public Path builds() {
        return root.resolve("builds");
    }

    /// What images are put together in that are not the engine's own.
    Path images() {
        return run.resolve("images");
    }
}
