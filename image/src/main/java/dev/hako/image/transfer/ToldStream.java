package dev.hako.image.transfer;

import dev.hako.oci.image.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A blob on its way, which tells how much of it has been read, every so many bytes.
final class ToldStream extends FilterInputStream {
    private static final long STEP = 1 << 18;

    private final Descriptor descriptor;
    private final TransferListener listener;
    private long position;
    private long told;

    /// @param offset where in the blob the stream begins
    ToldStream(InputStream blob, Descriptor descriptor, long offset, TransferListener listener) {
        super(blob);
        this.descriptor = descriptor;
        this.listener = listener;
        this.position = offset;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        position += Math.max(0, count);
        if (position - told >= STEP || position == descriptor.sizeBytes() && told < position) {
            told = position;
            listener.layer(descriptor, new LayerState.Travelling(position, descriptor.sizeBytes()));
        }
        return count;
    }
}
