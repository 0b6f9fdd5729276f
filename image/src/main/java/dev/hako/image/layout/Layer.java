package dev.hako.image.layout;

import dev.hako.image.compression.CompressedBlob;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.MediaTypes.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A layer in a layout.
///
/// @param descriptor of its blob, compressed
/// @param diffId the digest of its archive, uncompressed
public record Layer(Descriptor descriptor, Digest diffId) {
    /// Writes a layer's blob; equal archives give equal blobs.
    static Layer write(Path file, ImageLayout.LayerWriter writer) throws IOException {
        CompressedBlob blob = CompressedBlob.to(Files.newOutputStream(file), Compression.GZIP);
        try (blob) {
            writer.write(blob);
        }
        publish(file);
        String mediaType = MediaTypes.layer(Compression.GZIP);
        return new Layer(
                Descriptor.of(mediaType, blob.blobDigest(), blob.blobBytes()),
                blob.contentDigest());
    }

    /// Lets others read what was made as a temporary file.
    static void publish(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
