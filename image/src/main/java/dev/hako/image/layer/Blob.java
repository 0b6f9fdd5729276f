package dev.hako.image.layer;

import dev.hako.failure.Failure;
import dev.hako.image.compression.Decompression;
import dev.hako.image.compression.Limits;
import dev.hako.oci.image.Digest;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/// A layer's archive as it comes out of its blob, counted and hashed on the way.
final class Blob extends FilterInputStream {
    private static final int BUFFER = 1 << 16;

    private final Hashed hashed;
    private final Digest diffId;

    private Blob(Hashed hashed, Digest diffId) {
        super(new BufferedInputStream(hashed, BUFFER));
        this.hashed = hashed;
        this.diffId = diffId;
    }

    /// @param compressed stays its owner's
    static Blob open(InputStream compressed, String mediaType, Digest diffId, Limits limits)
            throws IOException {
        InputStream archive = Decompression.open(new Lent(compressed), mediaType, limits);
        return new Blob(new Hashed(archive, diffId.algorithm().messageDigest()), diffId);
    }

    /// Reads what follows the archive's end.
    ///
    /// @throws Failure `INVALID` if all of it is not what the diff-id says
    void verify() throws IOException {
        transferTo(OutputStream.nullOutputStream());
        Digest found = Digest.of(diffId.algorithm(), hashed.hash.digest());
        if (!found.equals(diffId)) {
            throw Failure.invalid("its content is \"" + found + "\"")
                    .hint("pull the image again, or tell who made it");
        }
    }

    /// How many bytes came out.
    long count() {
        return hashed.count;
    }

    private static final class Hashed extends FilterInputStream {
        private final MessageDigest hash;
        private long count;

        private Hashed(InputStream in, MessageDigest hash) {
            super(in);
            this.hash = hash;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                hash.update(bytes, offset, read);
                count += read;
            }
            return read;
        }
    }

    /// A stream that is not to be closed.
    private static final class Lent extends FilterInputStream {
        private Lent(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, length);
        }

        @Override
        public void close() {
            // Its owner does that.
        }
    }
}
