package dev.hako.image.layout;

import dev.hako.failure.Failure;
import dev.hako.image.blob.Blobs;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/// An image layout that images are added to.
///
/// @param directory with `oci-layout`, `index.json` and `blobs` in it
/// @param blobs what its images are made of
public record ImageLayout(Path directory, Blobs blobs) {
    /// What an entry of the index is called: image-spec, annotations.md.
    public static final String REF_NAME = "org.opencontainers.image.ref.name";

    static final String INDEX = "index.json";

    /// The file that says that a directory or an archive is a layout.
    public static final String MARK = "oci-layout";

    private static final byte[] VERSION =
            "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
    private static final String LAYER = ".layer";
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    /// Opens a layout, which is made if the directory is empty or not there.
    ///
    /// @throws Failure if the directory has something else in it, or cannot be made
    public static ImageLayout make(Path directory) {
        try {
            Files.createDirectories(directory);
            requireLayout(directory);
            ImageLayout layout = new ImageLayout(directory, Blobs.in(directory));
            if (Files.notExists(directory.resolve(MARK))) {
                layout.replace(MARK, VERSION, false);
            }
            return layout;
        } catch (IOException e) {
            throw failure(directory, e);
        }
    }

    /// What [#MARK] holds.
    public static byte[] version() {
        return VERSION.clone();
    }

    private static void requireLayout(Path directory) throws IOException {
        if (Files.exists(directory.resolve(MARK))) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!isOwn(entry.getFileName().toString())) {
                    throw Failure.conflict(
                                    "\"" + directory + "\" has other things in it than images")
                            .hint("name an empty directory, or one with an OCI image layout");
                }
            }
        }
    }

    /// What a crash can leave of a layout that was being made.
    private static boolean isOwn(String name) {
        return name.equals("blobs") || name.startsWith(".hako");
    }

    static Failure failure(Path directory, Exception e) {
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
        Path home = blobs.path(Digest.sha256(VERSION)).resolveSibling(".");
        Path temporary = Files.createTempFile(home.normalize(), LAYER, "");
        try {
            Layer layer = Layer.write(temporary, writer);
            sync(temporary);
            Files.move(
                    temporary,
                    blobs.path(layer.descriptor().digest()),
                    StandardCopyOption.ATOMIC_MOVE);
            return layer;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// What its images are called; empty if there is none yet.
    public Index index() throws IOException {
        return index(indexBytes());
    }

    /// The same as it is written; nothing if there is none yet.
    public byte[] indexBytes() throws IOException {
        try {
            return Files.readAllBytes(directory.resolve(INDEX));
        } catch (NoSuchFileException _) {
            return new byte[0];
        }
    }

    /// What was written so.
    public static Index index(byte[] bytes) throws IOException {
        return bytes.length == 0 ? Index.of(List.of()) : Index.parse(bytes);
    }

    /// Changes what its images are called. Others that do so at the same time take turns.
    public void update(UnaryOperator<List<Descriptor>> change) throws IOException {
        try (Fd turn = Open.open(directory.toString(), Open.O_RDONLY | Open.O_DIRECTORY)) {
            Flock.exclusive(turn);
            Index old = index();
            List<Descriptor> changed = change.apply(old.manifests());
            if (!changed.equals(old.manifests()) || Files.notExists(directory.resolve(INDEX))) {
                replace(INDEX, Json.write(with(old, changed)), true);
                turn.fsync();
            }
        } catch (KernelException e) {
            throw failure(directory, e);
        }
    }

    private static Index with(Index old, List<Descriptor> manifests) {
        return new Index(
                MediaTypes.OCI_INDEX,
                old.artifactType(),
                manifests,
                old.subject(),
                old.annotations());
    }

    private void replace(String name, byte[] bytes, boolean durably) throws IOException {
        Path temporary = Files.createTempFile(directory, ".hako", "");
        try {
            Files.write(temporary, bytes);
            Layer.publish(temporary);
            if (durably) {
                sync(temporary);
            }
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    /// Removes what writers that are gone have left.
    public void sweep(Instant now) throws IOException {
        Instant oldest = now.minus(LONGEST_PAUSE);
        for (Path home : List.of(directory, blobs.path(Digest.sha256(VERSION)).getParent())) {
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(home, "{.hako,.layer,.archive}*")) {
                for (Path file : found) {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }
}
