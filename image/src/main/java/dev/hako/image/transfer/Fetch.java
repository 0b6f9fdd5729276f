package dev.hako.image.transfer;

import dev.hako.failure.Failure;
import dev.hako.image.blob.ArrivingBlob;
import dev.hako.image.blob.PartialBlob;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.image.store.ImageStore;
import dev.hako.image.store.Lease;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.ImageContent.Layer;
import dev.hako.kernel.crypto.QuickDigests;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings images into a store.
///
/// @param machine what this machine is
public record Fetch(ImageStore store, Platform machine) {

    /// What is to be fetched.
    ///
    /// @param platform that the user asks for; empty: the machine's
    /// @param names what the image is called from then on; empty: nothing
    /// @param remote whether the names are those of the source, whose digest is to be remembered
    public record Request(Optional<Platform> platform, List<ImageReference> names, boolean remote) {
        /// An image that gets no name.
        public static final Request NAMELESS = new Request(Optional.empty(), List.of(), false);

        public Request {
            names = List.copyOf(names);
        }
    }

    /// Brings one in; what of it is there already is not asked for again.
    ///
    /// @throws Failure naming the image and why
    public StoredImage run(ImageSource source, Request request, TransferListener listener) {
        try {
            return run(source, source.top(), request, listener);
        } catch (IOException e) {
            throw unavailable(source, e);
        }
    }

    /// The same with what the image's name stands for, if that is known already.
    public StoredImage run(
            ImageSource source, Document top, Request request, TransferListener listener) {
        QuickDigests.use();
        try (Lease _ = store.lease()) {
            var choice = ImageContent.Choice.of(request.platform(), machine);
            ImageContent content = ImageContent.of(source, top, choice).require(source, choice);
            fetchLayers(source, content, listener);
            add(content);
            name(content, request);
            return store.pinned(content.manifestDocument().descriptor().digest());
        } catch (IOException e) {
            throw unavailable(source, e);
        }
    }

    private static Failure unavailable(ImageSource source, IOException e) {
        return Failure.of(
                Failure.Kind.UNAVAILABLE,
                "cannot get the image \"" + source.name() + "\": " + e.getMessage(),
                e);
    }

    private void add(ImageContent content) throws IOException {
        for (Document document : List.of(content.configDocument(), content.manifestDocument())) {
            store.blobs().add(document.descriptor(), document.bytes());
        }
    }

    private void name(ImageContent content, Request request) {
        Descriptor manifest = content.manifestDocument().descriptor();
        Descriptor named =
                new Descriptor(
                        manifest.mediaType(),
                        manifest.digest(),
                        manifest.sizeBytes(),
                        List.of(),
                        manifest.annotations(),
                        content.config().platform(),
                        null);
        if (request.names().isEmpty()) {
            store.keep(named);
        }
        for (ImageReference name : request.names()) {
            store.name(named, name, request.remote() ? content.top().descriptor().digest() : null);
        }
    }

    private void fetchLayers(ImageSource source, ImageContent content, TransferListener listener)
            throws IOException {
        listener.begins(content.layers().stream().map(Layer::blob).toList());
        List<Layer> missing = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (Layer layer : content.layers()) {
            if (isThere(layer)) {
                listener.layer(layer.blob(), new LayerState.Exists());
            } else if (seen.add(layer.blob().digest())) {
                missing.add(layer);
            }
        }
        SideBySide.each(missing, layer -> fetch(source, layer, listener));
    }

    private boolean isThere(Layer layer) {
        return store.blobs().has(layer.blob()) && store.layers().has(layer.diffId());
    }

    private void fetch(ImageSource source, Layer layer, TransferListener listener)
            throws IOException {
        listener.layer(layer.blob(), new LayerState.Waiting());
        try (PartialBlob part = store.blobs().begin(layer.blob())) {
            if (!part.isDone()) {
                receive(source, layer, part, listener);
            } else if (!store.layers().has(layer.diffId())) {
                unpackAgain(layer);
            }
        }
        listener.layer(layer.blob(), new LayerState.Done());
    }

    /// One pass: what comes is kept, hashed, and unpacked if it is not there unpacked.
    private void receive(
            ImageSource source, Layer layer, PartialBlob part, TransferListener listener)
            throws IOException {
        try (ArrivingBlob arriving = part.arriving(offset -> source.blob(layer.blob(), offset))) {
            InputStream told = new ToldStream(arriving, layer.blob(), listener);
            try {
                store.layers().unpack(layer.diffId(), told, layer.blob().mediaType());
            } catch (Failure | IOException e) {
                requireUndamaged(arriving, part);
                throw e;
            }
            told.transferTo(OutputStream.nullOutputStream());
            part.publish(arriving);
        }
    }

    /// Whether a layer that cannot be unpacked is what was asked for is known once all of it has
    /// come: if it is not, that is what is wrong. If no more comes, what has come is kept.
    private static void requireUndamaged(ArrivingBlob arriving, PartialBlob part)
            throws IOException {
        if (!arriving.broken()) {
            arriving.drain();
            part.publish(arriving);
        }
    }

    /// Unpacks what of an image was lost unpacked, as when the power went.
    public void mend(StoredImage image) {
        List<Digest> diffIds = image.config().diffIds();
        try {
            for (int i = 0; i < diffIds.size(); i++) {
                if (!store.layers().has(diffIds.get(i))) {
                    unpackAgain(new Layer(image.manifest().layers().get(i), diffIds.get(i)));
                }
            }
        } catch (IOException e) {
            throw Failure.internal("cannot unpack the image " + image.id() + ": " + e, e);
        }
    }

    private void unpackAgain(Layer layer) throws IOException {
        try (InputStream blob = store.blobs().open(layer.blob().digest(), 0)) {
            store.layers().unpack(layer.diffId(), blob, layer.blob().mediaType());
        }
    }
}
