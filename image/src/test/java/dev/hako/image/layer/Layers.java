package dev.hako.image.layer;

import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.Metadata;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.compression.CompressedBlob;
import dev.hako.kernel.NativePath;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.MediaTypes.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/// Layers for tests: archives that GNU tar makes, and blobs of them.
final class Layers {
    static final String GZIP = MediaTypes.layer(Compression.GZIP);

    private Layers() {}

    /// What a line of shell writes, run in a directory.
    static byte[] shell(Path directory, String line) throws IOException {
        Process process =
                new ProcessBuilder("bash", "-ec", line)
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            byte[] answer = output.readAllBytes();
            if (process.waitFor() != 0) {
                throw new AssertionError(line + " failed");
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] gzip(byte[] archive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CompressedBlob blob = CompressedBlob.to(bytes, Compression.GZIP)) {
            blob.write(archive);
        }
        return bytes.toByteArray();
    }

    /// An archive of small files.
    static byte[] manyFiles(int directories, int filesEach) throws IOException {
        Metadata metadata = new Metadata(0644, 0, 0, Instant.EPOCH, Map.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(bytes)) {
            for (int i = 0; i < directories * filesEach; i++) {
                byte[] content =
                        Integer.toString(i % filesEach).getBytes(StandardCharsets.US_ASCII);
                NativePath path = NativePath.of(i / filesEach + "/" + i % filesEach);
                writer.add(
                        new Entry(path, new Entry.Regular(content.length), metadata),
                        new Content.Bytes(content));
            }
        }
        return bytes.toByteArray();
    }

    /// Unpacks an archive as a layer and answers where its files are.
    static Path unpack(LayerStore store, byte[] archive) throws IOException {
        Digest diffId = Digest.sha256(archive);
        store.unpack(diffId, new ByteArrayInputStream(archive), MediaTypes.OCI_LAYER);
        return store.directory(diffId);
    }
}
