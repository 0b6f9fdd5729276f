package dev.hako.image.blob;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A blob as it is read for the first time: what is on the disk already and then what comes, which
/// is written there. Who reads it to its end has hashed and kept it by the same pass.
///
/// It is never longer than its descriptor says, whatever the other side sends.
public final class ArrivingBlob extends InputStream {
    private static final int SKIP_BUFFER = 1 << 16;

    private final Descriptor blob;
    private final Path part;
    private final Fd file;
    private final PartialBlob.Rest source;
    private final MessageDigest hash;
    private final long kept;
    private @Nullable InputStream rest;
    private long position;
    private boolean broken;

    ArrivingBlob(Descriptor blob, Path part, Fd file, PartialBlob.Rest source) {
        this.blob = blob;
        this.part = part;
        this.file = file;
        this.source = source;
        this.hash = blob.digest().algorithm().messageDigest();
        this.kept = file.seek(0, 2);
        file.seek(0, 0);
    }

    /// How much has been read.
    public long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, blob.sizeBytes() - position);
        if (wanted <= 0) {
            return length == 0 ? 0 : -1;
        }
        int count =
                position < kept
                        ? file.read(bytes, offset, (int) Math.min(wanted, kept - position))
                        : receive(bytes, offset, wanted);
        if (count > 0) {
            hash.update(bytes, offset, count);
            position += count;
        }
        return count;
    }

    private int receive(byte[] bytes, int offset, int wanted) throws IOException {
        broken = true;
        InputStream in = rest;
        if (in == null) {
            in = source.from(kept);
            rest = in;
        }
        int count = in.read(bytes, offset, wanted);
        if (count > 0) {
            keep(bytes, offset, count);
        }
        broken = false;
        return count;
    }

    /// Whether no more of it comes, or can be kept, for now.
    public boolean broken() {
        return broken;
    }

    private void keep(byte[] bytes, int offset, int count) {
        try {
            file.writeAll(bytes, offset, count);
        } catch (KernelException e) {
            throw DiskFailures.of(part, e);
        }
    }

    /// Reads what nobody else wanted, such as what follows the end of an archive.
    public void drain() throws IOException {
        byte[] buffer = new byte[SKIP_BUFFER];
        while (read(buffer, 0, buffer.length) > 0) {
            requireUninterrupted();
        }
    }

    private static void requireUninterrupted() {
        if (Thread.interrupted()) {
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted");
        }
    }

    void requireWhole() {
        Contents.requireSize(blob, position);
        Contents.requireDigest(blob, Digest.of(blob.digest().algorithm(), hash.digest()));
    }

    @Override
    public void close() throws IOException {
        InputStream in = rest;
        if (in != null) {
            in.close();
        }
    }
}
