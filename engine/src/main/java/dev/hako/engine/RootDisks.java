package dev.hako.engine;

import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.WritableLayers;
import dev.hako.image.Image;
import dev.hako.image.Images;
import dev.hako.plan.RootFilesystem.RootDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that are a container's disks, where its isolation gives it disks instead of the host's
/// directories: an image for each layer, made once, and one that it writes to, which the isolation
/// makes when it is first wanted.
///
/// @param isolations which of them do
/// @param images whose layers they are
record RootDisks(IsolationChoice isolations, Images images) {
    private static final String LAYER = "erofs";
    private static final String UPPER = "ext4";

    /// Whether it has disks.
    boolean has(ContainerDocument container) {
        return isolations.of(container.config()).hasRootsOnDisks();
    }

    /// Its disks, made as far as they are missing; none if it has directories, or its image is of
    /// directories of the machine.
    ///
    /// @throws dev.hako.failure.Failure if one cannot be made
    List<RootDisk> of(ContainerDocument container, Image image, WritableLayers layers) {
        if (!has(container) || image.origin().isEmpty()) {
            return List.of();
        }
        List<RootDisk> disks = new ArrayList<>();
        for (Path layer : images.disks(image.origin().get().manifest())) {
            disks.add(new RootDisk(layer.toString(), LAYER, true));
        }
        disks.add(new RootDisk(layers.disk().toString(), UPPER, false));
        return disks;
    }
}
