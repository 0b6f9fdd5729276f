package dev.hako.image.layout;

import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Digest.Algorithm;
import dev.hako.oci.image.MediaTypes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;

/// A layer in a layout.
///
/// @param descriptor of its blob, compressed
/// @param diffId the digest of its archive, uncompressed
public record Layer(Descriptor descriptor, Digest diffId) {
    private static final int BUFFER = 1 << 16;

    /// Writes a layer's blob; equal archives give equal blobs.
    static Layer write(Path file, ImageLayout.LayerWriter writer) throws IOException {
        MessageDigest blob = Algorithm.SHA256.messageDigest();
        MessageDigest archive = Algorithm.SHA256.messageDigest();
        try (OutputStream out =
                new DigestOutputStream(
                        new GZIPOutputStream(
                                new DigestOutputStream(
                                        new BufferedOutputStream(
                                                Files.newOutputStream(file), BUFFER),
                                        blob),
                                BUFFER),
                        archive)) {
            writer.write(out);
        }
        publish(file);
        String mediaType = MediaTypes.OCI_LAYER + "+gzip";
        Digest digest = Digest.of(Algorithm.SHA256, blob.digest());
        return new Layer(
                Descriptor.of(mediaType, digest, Files.size(file)),
                Digest.of(Algorithm.SHA256, archive.digest()));
    }

    /// Lets others read what was made as a temporary file.
    static void publish(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
