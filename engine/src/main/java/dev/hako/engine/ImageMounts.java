package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.Printable;
import dev.hako.engine.config.StorageOptions;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import java.util.List;
import java.util.Optional;

/// Says of images that are mounted into containers which they are: those that had the names when
/// the container was created, whoever has them later.
record ImageMounts(ImageLibrary images) {

    /// The same configuration, its images found.
    ///
    /// @throws Failure `NOT_FOUND`, or `UNSUPPORTED` if it is no stored image
    ContainerConfig settle(ContainerConfig config) {
        StorageOptions storage = config.storage();
        if (storage.images().isEmpty()) {
            return config;
        }
        List<MountRequest> mounts = storage.mounts().stream().map(this::settle).toList();
        return config.withStorage(storage.withMounts(mounts));
    }

    private MountRequest settle(MountRequest mount) {
        if (!(mount instanceof MountRequest.ImageFiles files) || files.origin().isPresent()) {
            return mount;
        }
        Image image = images.resolve(files.image(), Optional.empty());
        return files.of(
                image.origin()
                        .orElseThrow(() ->
                                Failure.unsupported(
                                                "cannot mount image \""
                                                        + Printable.of(files.image())
                                                        + "\": it is no stored image, but files"
                                                        + " of this machine")
                                        .hint("use type=bind with their directory")));
    }
}
