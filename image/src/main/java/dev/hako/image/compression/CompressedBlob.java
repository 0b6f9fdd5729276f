package dev.hako.image.compression;

import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Digest.Algorithm;
import dev.hako.oci.image.MediaTypes.Compression;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;

/// Compresses what is written to it, and knows the digests of both, in one pass. Equal content
/// gives equal blobs.
public final class CompressedBlob extends FilterOutputStream {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest content = Algorithm.SHA256.messageDigest();
    private final MessageDigest blob;
    private final Counted counted;

    private CompressedBlob(Counted counted, MessageDigest blob, Compression compression)
            throws IOException {
        super(compressing(new DigestOutputStream(counted, blob), compression));
        this.blob = blob;
        this.counted = counted;
    }

    /// A blob that goes to a stream.
    ///
    /// @param out is closed with the answer
    public static CompressedBlob to(OutputStream out, Compression compression) throws IOException {
        Counted counted = new Counted(new BufferedOutputStream(out, BUFFER));
        return new CompressedBlob(counted, Algorithm.SHA256.messageDigest(), compression);
    }

    private static OutputStream compressing(OutputStream out, Compression compression)
            throws IOException {
        return switch (compression) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out, BUFFER);
            case ZSTD -> ZstdLibrary.output(out);
        };
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        content.update(bytes, offset, length);
        out.write(bytes, offset, length);
    }

    /// The digest of what was written; once, after closing.
    public Digest contentDigest() {
        return Digest.of(Algorithm.SHA256, content.digest());
    }

    /// The digest of what came out; once, after closing.
    public Digest blobDigest() {
        return Digest.of(Algorithm.SHA256, blob.digest());
    }

    /// The bytes that came out.
    public long blobBytes() {
        return counted.count;
    }

    private static final class Counted extends FilterOutputStream {
        private long count;

        private Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}
