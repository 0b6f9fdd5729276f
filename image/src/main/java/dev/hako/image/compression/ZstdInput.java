package dev.hako.image.compression;

import com.github.luben.zstd.ZstdIOException;
import dev.hako.failure.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Tells damaged data from a source that cannot be read.
final class ZstdInput extends FilterInputStream {
    ZstdInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (ZstdIOException e) {
            throw Failure.of(
                    Failure.Kind.INVALID, "the zstd data is damaged: " + e.getMessage(), e);
        }
    }
}
