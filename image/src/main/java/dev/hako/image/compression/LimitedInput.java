package dev.hako.image.compression;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What is decompressed, up to its limits.
final class LimitedInput extends FilterInputStream {
    private final CountedInput compressed;
    private final Limits limits;
    private long grown;

    LimitedInput(InputStream in, CountedInput compressed, Limits limits) {
        super(in);
        this.compressed = compressed;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        grown += Math.max(0, read);
        limits.check(compressed.count(), grown);
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        byte[] skipped = new byte[(int) Math.min(n, 1 << 13)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
