package dev.hako.engine.library;

import dev.hako.engine.event.Actions;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.layout.Layer;
import dev.hako.image.store.Lease;
import dev.hako.image.store.StoreSource;
import dev.hako.image.tarball.Unpacked;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.ImageConfig.History;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes images of archives of files.
public final class ImageImport {
    private final ImageLibrary library;

    ImageImport(ImageLibrary library) {
        this.library = library;
    }

    /// What image is to be made.
    ///
    /// @param name what it is called; empty: nothing
    /// @param execution how its containers run
    /// @param platform empty: this machine
    /// @param message why it is made
    /// @param time it says that it was made
    public record Request(
            Optional<ImageReference> name,
            Execution execution,
            Optional<Platform> platform,
            String message,
            Instant time) {}

    /// Makes an image with one layer of what is in an archive, compressed or not.
    ///
    /// @return its id
    public Digest run(InputStream files, Request request) throws IOException {
        ImageLayout layout = library.store().layout();
        try (Lease _ = library.store().lease();
                InputStream archive = Unpacked.of(files)) {
            Layer layer = layout.addLayer(archive::transferTo);
            Descriptor config = layout.blobs().add(MediaTypes.OCI_CONFIG, config(layer, request));
            Descriptor manifest =
                    layout.blobs()
                            .add(
                                    MediaTypes.OCI_MANIFEST,
                                    Manifest.of(config, List.of(layer.descriptor())));
            StoreSource made =
                    new StoreSource(library.store(), manifest.digest().toString(), manifest);
            Fetch.Request named =
                    new Fetch.Request(Optional.empty(), request.name().stream().toList(), false);
            return library.bringIn(made, named, Actions.IMPORT, TransferListener.NONE).id();
        }
    }

    private ImageConfig config(Layer layer, Request request) {
        return new ImageConfig(
                request.time(),
                null,
                request.platform().orElse(library.fetch().machine()),
                request.execution(),
                List.of(layer.diffId()),
                List.of(new History(request.time(), null, null, request.message(), false)));
    }
}
