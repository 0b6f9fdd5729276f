package dev.hako.image.blob;

import dev.hako.failure.Failure;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The blobs of one image layout.
///
/// @param directory the layout's `blobs`, with a directory in it for each algorithm
public record Blobs(Path directory) {
    static final String PART = ".part";

    /// Those of a layout, whose directories are made.
    public static Blobs in(Path layout) throws IOException {
        Path directory = layout.resolve("blobs");
        Files.createDirectories(directory.resolve(Digest.Algorithm.SHA256.toString()));
        return new Blobs(directory);
    }

    /// Where a blob is, or would be.
    public Path path(Digest digest) {
        return directory.resolve(digest.algorithm().toString()).resolve(digest.hex());
    }

    /// Whether a blob is there, as long as it should be.
    public boolean has(Descriptor blob) {
        try {
            return Files.size(path(blob.digest())) == blob.sizeBytes();
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether there is a blob of this digest.
    public boolean exists(Digest digest) {
        return Files.exists(path(digest));
    }

    /// A blob from some byte on.
    ///
    /// @throws Failure `NOT_FOUND` if it is not there
    public InputStream open(Digest digest, long offset) throws IOException {
        try {
            FileChannel channel = FileChannel.open(path(digest));
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (NoSuchFileException _) {
            throw missing(digest);
        }
    }

    private Failure missing(Digest digest) {
        return Failure.notFound("the blob " + digest + " is not in \"" + directory + "\"");
    }

    /// A document, compared with its descriptor.
    ///
    /// @throws Failure `NOT_FOUND`, or `INVALID` if it is another
    public byte[] document(Descriptor blob) throws IOException {
        Contents.requireDocument(blob);
        try (InputStream in = open(blob.digest(), 0)) {
            byte[] bytes = in.readNBytes(Json.MAX_BYTES);
            Contents.compare(blob, bytes);
            return bytes;
        }
    }

    /// Adds a document.
    public Descriptor add(String mediaType, JsonRecord document) throws IOException {
        byte[] bytes = Json.write(document);
        Descriptor blob = Descriptor.of(mediaType, Digest.sha256(bytes), bytes.length);
        add(blob, bytes);
        return blob;
    }

    /// Adds a content that is in memory, after it has been compared with its descriptor.
    public void add(Descriptor blob, byte[] bytes) throws IOException {
        Contents.compare(blob, bytes);
        if (!has(blob)) {
            try (PartialBlob part = begin(blob)) {
                part.take(bytes);
            }
        }
    }

    /// Begins to write a blob, or goes on where another writer ended. Waits while one writes it.
    public PartialBlob begin(Descriptor blob) throws IOException {
        Path whole = path(blob.digest());
        Files.createDirectories(whole.resolveSibling("."));
        return PartialBlob.open(whole, blob);
    }

    /// What is there whole.
    public Set<Digest> all() throws IOException {
        Set<Digest> all = new HashSet<>();
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            for (Path file : files(algorithm)) {
                digest(algorithm, file.getFileName().toString()).ifPresent(all::add);
            }
        }
        return all;
    }

    private Set<Path> files(Digest.Algorithm algorithm) throws IOException {
        Set<Path> files = new HashSet<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(directory.resolve(algorithm.toString()))) {
            found.forEach(files::add);
        } catch (NoSuchFileException _) {
            return Set.of();
        }
        return files;
    }

    private static Optional<Digest> digest(Digest.Algorithm algorithm, String name) {
        try {
            return Optional.of(new Digest(algorithm, name));
        } catch (InvalidDocumentException _) {
            return Optional.empty();
        }
    }

    /// Removes a blob, if it is there.
    ///
    /// @return the bytes that it took
    public long remove(Digest digest) throws IOException {
        Path file = path(digest);
        try {
            long bytes = Files.size(file);
            Files.delete(file);
            return bytes;
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    /// Removes partial blobs that nobody writes, and has not for so long.
    public void sweep(Duration age, Instant now) throws IOException {
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            for (Path file : files(algorithm)) {
                if (file.toString().endsWith(PART)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(age))) {
                    PartialBlob.removeIdle(file);
                }
            }
        }
    }
}
