package dev.hako.image.layout;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An image layout that images are added to.
public final class ImageLayout implements AutoCloseable {
    private static final String INDEX = "index.json";
    private static final String VERSION = "{\"imageLayoutVersion\":\"1.0.0\"}";
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final Path directory;
    private final Path blobs;
    private final Fd lock;

    private ImageLayout(Path directory, Fd lock) {
        this.directory = directory;
        this.blobs = directory.resolve("blobs/sha256");
        this.lock = lock;
    }

    /// Opens a layout, which is made if the directory is empty or not there.
    ///
    /// @throws Failure if the directory has something else in it, or cannot be made
    public static ImageLayout open(Path directory) {
        try {
            Files.createDirectories(directory);
            requireLayout(directory);
            Fd lock = Open.open(directory.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
            ImageLayout layout = new ImageLayout(directory, lock);
            Flock.exclusive(lock);
            Files.createDirectories(layout.blobs);
            layout.replace("oci-layout", VERSION.getBytes(StandardCharsets.UTF_8));
            return layout;
        } catch (IOException | KernelException e) {
            throw failure(directory, e);
        }
    }

    private static void requireLayout(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            boolean empty = entries.findAny().isEmpty();
            if (!empty && Files.notExists(directory.resolve("oci-layout"))) {
                throw Failure.conflict("\"" + directory + "\" has other things in it than images")
                        .hint("name an empty directory, or one with an OCI image layout");
            }
        }
    }

    private static Failure failure(Path directory, Exception e) {
        return Failure.of(
                Failure.Kind.DENIED,
                "cannot write the image layout \"" + directory + "\": " + e.getMessage(),
                e);
    }

    /// Writes what goes into a layer's archive.
    public interface LayerWriter {
        /// Writes the archive, its end included.
        void write(OutputStream archive) throws IOException;
    }

    /// Adds a layer.
    public Layer addLayer(LayerWriter writer) throws IOException {
        Path temporary = Files.createTempFile(blobs, ".layer", "");
        try {
            Layer layer = Layer.write(temporary, writer);
            Files.move(temporary, blob(layer.descriptor()), StandardCopyOption.ATOMIC_MOVE);
            return layer;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// Adds an image of layers that are there.
    ///
    /// @param tag what it is called in this layout; another image of that name loses it
    /// @return the image's id
    public Digest addImage(ImageConfig config, List<Layer> layers, Optional<String> tag)
            throws IOException {
        Descriptor configBlob = addDocument(MediaTypes.OCI_CONFIG, config);
        Manifest manifest =
                Manifest.of(configBlob, layers.stream().map(Layer::descriptor).toList());
        Descriptor added = addDocument(MediaTypes.OCI_MANIFEST, manifest);
        Map<String, String> name = tag.map(text -> Map.of(REF_NAME, text)).orElse(Map.of());
        writeIndex(
                new Descriptor(
                        added.mediaType(),
                        added.digest(),
                        added.sizeBytes(),
                        List.of(),
                        name,
                        config.platform(),
                        null));
        return configBlob.digest();
    }

    private Descriptor addDocument(String mediaType, JsonRecord document) throws IOException {
        byte[] bytes = Json.write(document);
        Descriptor descriptor = Descriptor.of(mediaType, Digest.sha256(bytes), bytes.length);
        Path temporary = Files.createTempFile(blobs, ".document", "");
        Files.write(temporary, bytes);
        Layer.publish(temporary);
        Files.move(temporary, blob(descriptor), StandardCopyOption.ATOMIC_MOVE);
        return descriptor;
    }

    private Path blob(Descriptor descriptor) {
        return blobs.resolve(descriptor.digest().hex());
    }

    private void writeIndex(Descriptor added) throws IOException {
        List<Descriptor> manifests = new ArrayList<>();
        Path file = directory.resolve(INDEX);
        Index old =
                Files.exists(file) ? Index.parse(Files.readAllBytes(file)) : Index.of(List.of());
        for (Descriptor other : old.manifests()) {
            boolean replaced =
                    other.annotations()
                            .getOrDefault(REF_NAME, "")
                            .equals(added.annotations().getOrDefault(REF_NAME, ""));
            if (!replaced) {
                manifests.add(other);
            }
        }
        manifests.add(added);
        Index index =
                new Index(
                        MediaTypes.OCI_INDEX,
                        old.artifactType(),
                        manifests,
                        old.subject(),
                        old.annotations());
        replace(INDEX, Json.write(index));
    }

    private void replace(String name, byte[] bytes) throws IOException {
        Path temporary = Files.createTempFile(directory, ".hako", "");
        Files.write(temporary, bytes);
        Layer.publish(temporary);
        Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        lock.close();
    }
}
