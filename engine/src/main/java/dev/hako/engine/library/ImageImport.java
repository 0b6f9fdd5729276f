package dev.hako.engine.library;

import dev.hako.engine.event.Actions;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.layout.Layer;
import dev.hako.image.policy.Policy;
import dev.hako.image.policy.Provenance;
import dev.hako.image.store.Lease;
import dev.hako.image.store.StoreSource;
import dev.hako.image.tarball.Unpacked;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.Platforms;
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
    /// What begins the entries of a policy that are for archives of files.
    public static final String KIND = "import:";

    private final ImageLibrary library;
    private final Policy policy;

    ImageImport(ImageLibrary library, Policy policy) {
        this.library = library;
        this.policy = policy;
    }

    /// What image is to be made.
    ///
    /// @param from where its files come from
    /// @param name what it is called; empty: nothing
    /// @param execution how its containers run
    /// @param platform empty: this machine
    /// @param message why it is made
    /// @param time it says that it was made
    public record Request(
            Provenance from,
            Optional<ImageReference> name,
            Execution execution,
            Optional<Platform> platform,
            String message,
            Instant time) {}

    /// Where its files can be had.
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException;
    }

    /// Makes an image with one layer of what is in an archive, compressed or not.
    ///
    /// @return its id
    /// @throws dev.hako.failure.Failure `DENIED` if no image may be made of it
    public Digest run(Opening files, Request request) throws IOException {
        policy.admit(request.from());
        ImageLayout layout = library.store().layout();
        try (Lease _ = library.store().lease();
                InputStream archive = Unpacked.of(files.open())) {
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
                    new Fetch.Request(Platforms.OWN, request.name().stream().toList(), false);
            return library.bringIn(made, named, Actions.IMPORT, TransferListener.NONE).id();
        }
    }

    private ImageConfig config(Layer layer, Request request) {
        return new ImageConfig(
                request.time(),
                null,
                request.platform().orElse(library.store().machine()),
                request.execution(),
                List.of(layer.diffId()),
                List.of(new History(request.time(), null, null, request.message(), false)));
    }
}
