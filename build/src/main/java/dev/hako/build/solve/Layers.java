package dev.hako.build.solve;

import dev.hako.build.files.RootView;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.library.StepResult;
import dev.hako.engine.volume.OpenImage;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.LayerSink;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.layer.UnpackedLayer;
import dev.hako.image.layout.Layer;
import dev.hako.image.store.ImageStore;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Layers of a store that have no image yet, or never will: whoever works with them holds a lease
/// on the store.
///
/// @param epoch no file is newer, and no layer says that it is; empty: as they are
/// @param steps that were done or found, by their keys
record Layers(
        ImageLibrary library,
        InstantSource clock,
        Optional<Instant> epoch,
        Map<Digest, StepResult> steps) {
    Layers(ImageLibrary library, InstantSource clock, Optional<Instant> epoch) {
        this(library, clock, epoch, new ConcurrentHashMap<>());
    }

    /// The time that something is of which is made now.
    Instant now() {
        return epoch.orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /// Gives files to a layer.
    interface Filling {
        void to(EntrySink layer) throws IOException;
    }

    /// Makes a layer.
    ///
    /// @param title of the step that does it
    StepResult make(String title, Filling filling) throws IOException {
        Layer layer =
                store().layout()
                        .addLayer(out -> {
                            try (TarWriter archive = new TarWriter(out)) {
                                filling.to(timed(archive));
                            }
                        });
        return adopt(title, layer);
    }

    /// Files without times that are too new.
    EntrySink timed(EntrySink next) {
        return epoch.isEmpty() ? next : new LayerSink(next, Set.of(), epoch);
    }

    /// Unpacks a layer that has been written.
    StepResult adopt(String title, Layer layer) throws IOException {
        UnpackedLayer unpacked = unpack(layer);
        return new StepResult(layer, manifest(List.of(layer)), unpacked.bytes(), now(), title);
    }

    private UnpackedLayer unpack(Layer layer) throws IOException {
        try (InputStream blob = store().blobs().open(layer.descriptor().digest(), 0)) {
            return store().layers().unpack(layer.diffId(), blob, layer.descriptor().mediaType());
        }
    }

    private Digest manifest(List<Layer> layers) throws IOException {
        ImageConfig config =
                new ImageConfig(
                        null,
                        null,
                        store().machine(),
                        Execution.NONE,
                        layers.stream().map(Layer::diffId).toList(),
                        List.of());
        Descriptor written = store().blobs().add(MediaTypes.OCI_CONFIG, config);
        Manifest manifest = Manifest.of(written, layers.stream().map(Layer::descriptor).toList());
        return store().blobs().add(MediaTypes.OCI_MANIFEST, manifest).digest();
    }

    /// What a step has made before, all of which is there.
    Optional<StepResult> find(Digest key) {
        Optional<StepResult> found = library.steps().find(key);
        if (found.isEmpty()) {
            return found;
        }
        Layer layer = found.get().layer();
        if (!store().blobs().has(layer.descriptor())
                || !store().blobs().exists(found.get().manifest())) {
            library.steps().forget(key);
            return Optional.empty();
        }
        try {
            if (!store().layers().has(layer.diffId())) {
                unpack(layer);
            }
            steps.put(key, found.get());
            return found;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    void keep(Digest key, StepResult result) {
        steps.put(key, result);
        library.steps().keep(key, result);
    }

    /// An image of nothing but layers, for containers that work on them.
    StoredImage bare(List<Layer> layers) {
        try {
            return store().pinned(manifest(layers));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// What an engine makes containers of.
    Image runnable(StoredImage bare) {
        return library.images().stored(bare.id().toString(), bare);
    }

    /// What is over each other in them.
    RootView root(List<Layer> layers) {
        return layers.isEmpty()
                ? RootView.empty()
                : RootView.of(OpenImage.of(image(layers), Optional.empty()).whole());
    }

    private Image image(List<Layer> layers) {
        return new Image(
                "build",
                List.of(
                        new Image.Part(
                                "/",
                                directories(layers).stream().map(Path::toString).toList(),
                                false)),
                Image.Defaults.NONE);
    }

    /// Where their files are, the uppermost first. One that comes again below itself changes
    /// nothing there.
    List<Path> directories(List<Layer> layers) {
        return layers.reversed().stream()
                .map(Layer::diffId)
                .distinct()
                .map(diffId -> store().layers().directory(diffId))
                .toList();
    }

    ImageStore store() {
        return library.store();
    }

    static Failure unreadable(IOException e) {
        return Failure.of(
                Failure.Kind.UNAVAILABLE, "cannot read or write a layer: " + e.getMessage(), e);
    }
}
