package dev.hako.build.solve;

import dev.hako.engine.event.Actions;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.library.StepResult;
import dev.hako.failure.Failure;
import dev.hako.image.layout.Layer;
import dev.hako.image.store.Lease;
import dev.hako.image.store.StoreSource;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Steps that were done, as an image that goes where images go: its layers are what they made, and
/// a label says by which keys.
///
/// Whoever takes such an image believes what it says of its keys, as he believes a base image.
public final class CacheImage {
    private static final String LABEL = "dev.hako.build.steps";
    private static final int MOST = 1024;

    private final ImageLibrary library;
    private final Layers layers;

    public CacheImage(ImageLibrary library, InstantSource clock) {
        this.library = library;
        this.layers = new Layers(library, clock, Optional.empty());
    }

    /// Makes one.
    ///
    /// @param names of it
    public StoredImage make(Map<Digest, StepResult> steps, List<ImageReference> names) {
        try (Lease _ = library.store().lease()) {
            Map<Digest, StepResult> sorted = new TreeMap<>((a, b) -> a.hex().compareTo(b.hex()));
            sorted.putAll(steps);
            StringBuilder said = new StringBuilder();
            Map<Digest, Layer> needed = new TreeMap<>((a, b) -> a.hex().compareTo(b.hex()));
            sorted.forEach((key, result) -> {
                String json = new String(Json.write(result), StandardCharsets.UTF_8);
                said.append(key.hex()).append(' ').append(encoded(json)).append('\n');
                needed.put(result.layer().diffId(), result.layer());
            });
            Descriptor manifest = write(said.toString(), List.copyOf(needed.values()));
            StoreSource made =
                    new StoreSource(library.store(), manifest.digest().toString(), manifest);
            Fetch.Request request = new Fetch.Request(Platforms.of(Optional.empty()), names, false);
            return library.bringIn(made, request, Actions.BUILD, TransferListener.NONE);
        } catch (IOException e) {
            throw Layers.unreadable(e);
        }
    }

    private static String encoded(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private Descriptor write(String said, List<Layer> all) throws IOException {
        Execution execution = ConfigStep.labelled(Execution.NONE, Map.of(LABEL, said));
        ImageConfig config =
                new ImageConfig(
                        null,
                        null,
                        library.store().machine(),
                        execution,
                        all.stream().map(Layer::diffId).toList(),
                        List.of());
        Descriptor written = library.store().blobs().add(MediaTypes.OCI_CONFIG, config);
        List<Descriptor> blobs = all.stream().map(Layer::descriptor).toList();
        Descriptor bare =
                library.store().blobs().add(MediaTypes.OCI_MANIFEST, Manifest.of(written, blobs));
        return new Descriptor(
                bare.mediaType(),
                bare.digest(),
                bare.sizeBytes(),
                List.of(),
                bare.annotations(),
                library.store().machine(),
                null);
    }

    /// Whether an image is one of these.
    public static boolean is(StoredImage image) {
        return image.config().config().labels().containsKey(LABEL);
    }

    /// Knows from now on what an image's steps have made.
    ///
    /// @return how many there are
    /// @throws Failure `INVALID` if it says what is not so
    public int take(StoredImage image) {
        String said = image.config().config().labels().getOrDefault(LABEL, "");
        List<String> lines = said.lines().toList();
        if (lines.size() > MOST) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "a cache has more than " + MOST + " steps");
        }
        List<Layer> there = new ArrayList<>(State.of(image).layers());
        try (Lease _ = library.store().lease()) {
            for (String line : lines) {
                take(line, there);
            }
            return lines.size();
        } catch (IOException e) {
            throw Layers.unreadable(e);
        } catch (InvalidDocumentException | IllegalArgumentException e) {
            throw Failure.of(Failure.Kind.INVALID, "a cache says no step: " + e.getMessage(), e);
        }
    }

    private void take(String line, List<Layer> there) throws IOException {
        String[] words = line.split(" ", 2);
        Digest key = Digest.parse("sha256:" + words[0]);
        StepResult said = StepResult.parse(Base64.getDecoder().decode(words[words.length - 1]));
        Layer layer =
                there.stream()
                        .filter(each -> each.diffId().equals(said.layer().diffId()))
                        .findFirst()
                        .orElseThrow(() ->
                                Failure.invalid(
                                        "a cache has not the layer " + said.layer().diffId()));
        layers.keep(
                key,
                new StepResult(
                        layer,
                        layers.bare(List.of(layer)).descriptor().digest(),
                        said.bytes(),
                        said.created(),
                        said.title()));
    }
}
