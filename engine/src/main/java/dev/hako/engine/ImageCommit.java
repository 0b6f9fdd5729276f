package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.event.Actions;
import dev.hako.engine.files.CommitRequest;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.image.Image;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.LayerSink;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.archive.TreeReader;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.layout.Layer;
import dev.hako.image.layout.LayoutDestination;
import dev.hako.image.source.Document;
import dev.hako.image.store.Lease;
import dev.hako.image.store.StoreSource;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.ImageConfig.History;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes an image of a container: the layers of its image, and one of what it has written itself.
/// Of an image that is in no store, each directory that it is made of becomes a layer. The image is
/// whole, whatever becomes of those directories, but for files of the machine that the engine's
/// user may not read: nor could the container.
record ImageCommit(
        ContainerDocument container,
        RootParts parts,
        Platform machine,
        ImageLibrary library,
        CommitRequest request) {
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY;

    /// Writes it and answers its id.
    Digest run() throws IOException {
        try (Lease _ = library.store().lease()) {
            return switch (request.destination()) {
                case CommitRequest.Layout(var directory, var tag) ->
                        toLayout(new LayoutDestination(ImageLayout.make(directory), tag));
                case CommitRequest.Store(var name) ->
                        toStore(new Fetch.Request(Platforms.OWN, name.stream().toList(), false));
            };
        }
    }

    private Digest toLayout(LayoutDestination destination) throws IOException {
        Optional<StoredImage> base = base();
        if (base.isPresent()) {
            StoredImage image = base.get();
            StoreSource source =
                    new StoreSource(library.store(), image.id().toString(), image.descriptor());
            for (Descriptor layer : image.manifest().layers()) {
                destination.put(layer, source);
            }
        }
        Document manifest = write(destination.layout(), base);
        destination.name(manifest);
        return Manifest.parse(manifest.bytes()).config().digest();
    }

    private Digest toStore(Fetch.Request request) throws IOException {
        Document manifest = write(library.store().layout(), base());
        StoreSource made =
                new StoreSource(
                        library.store(),
                        manifest.descriptor().digest().toString(),
                        manifest.descriptor());
        return library.bringIn(made, request, Actions.COMMIT, TransferListener.NONE).id();
    }

    private Optional<StoredImage> base() {
        return container.origin().map(origin -> library.store().pinned(origin.manifest()));
    }

    private Document write(ImageLayout layout, Optional<StoredImage> base) throws IOException {
        List<Layer> layers = new ArrayList<>();
        if (base.isPresent()) {
            layers.addAll(layersOf(base.get()));
        } else {
            layers.addAll(writeParts(layout));
        }
        layers.add(layout.addLayer(out -> writeChanges(new TarWriter(out))));
        Descriptor config = layout.blobs().add(MediaTypes.OCI_CONFIG, imageConfig(base, layers));
        Manifest manifest = Manifest.of(config, layers.stream().map(Layer::descriptor).toList());
        byte[] bytes = Json.write(manifest);
        Descriptor bare =
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length);
        layout.blobs().add(bare, bytes);
        return new Document(withPlatform(bare, platform(base)), bytes);
    }

    private static Descriptor withPlatform(Descriptor bare, Platform platform) {
        return new Descriptor(
                bare.mediaType(),
                bare.digest(),
                bare.sizeBytes(),
                List.of(),
                bare.annotations(),
                platform,
                null);
    }

    private static List<Layer> layersOf(StoredImage image) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < image.config().diffIds().size(); i++) {
            layers.add(
                    new Layer(image.manifest().layers().get(i), image.config().diffIds().get(i)));
        }
        return layers;
    }

    private List<Layer> writeParts(ImageLayout layout) throws IOException {
        List<Layer> layers = new ArrayList<>();
        for (Image.Part part : parts.image().parts()) {
            for (String lower : part.lowers().reversed()) {
                layers.add(layout.addLayer(out -> writeLower(new TarWriter(out), part, lower)));
            }
        }
        return layers;
    }

    private void writeLower(TarWriter archive, Image.Part part, String lower) throws IOException {
        try (archive;
                Fd top = Open.open(lower, DIRECTORY)) {
            EntrySink sink = sink(archive);
            TreeReader reader =
                    part.foreign()
                            ? TreeReader.lenient(sink)
                            : TreeReader.ofLayer(sink, parts.marks());
            reader.read(top, RootParts.place(part.target()));
        }
    }

    private void writeChanges(TarWriter archive) throws IOException {
        try (archive) {
            parts.readChanges(sink(archive));
        }
    }

    private EntrySink sink(TarWriter archive) {
        return new LayerSink(
                archive,
                Set.of(),
                request.reproducible() ? Optional.of(request.time()) : Optional.empty());
    }

    private Platform platform(Optional<StoredImage> base) {
        return base.map(image -> image.config().platform()).orElse(machine);
    }

    private ImageConfig imageConfig(Optional<StoredImage> base, List<Layer> layers) {
        Execution before =
                base.map(image -> image.config().config())
                        .orElseGet(() -> CommittedExecution.of(parts.image().defaults()));
        ContainerConfig config = container.config();
        return new ImageConfig(
                request.time(),
                request.author().orElse(null),
                platform(base),
                request.changes().apply(CommittedExecution.of(before, config)),
                layers.stream().map(Layer::diffId).toList(),
                history(base, layers.size()));
    }

    private List<History> history(Optional<StoredImage> base, int layers) {
        History part = new History(request.time(), null, "hako image " + kind(), null, false);
        List<History> history =
                new ArrayList<>(
                        base.map(image -> image.config().history())
                                .orElseGet(() -> Collections.nCopies(layers - 1, part)));
        history.add(
                new History(
                        request.time(),
                        request.author().orElse(null),
                        "hako commit",
                        request.message().orElse(null),
                        false));
        return history;
    }

    /// Without the directory, which is nobody else's business.
    private String kind() {
        String reference = parts.image().reference();
        int colon = reference.indexOf(':');
        return colon < 0 ? reference : reference.substring(0, colon);
    }
}
