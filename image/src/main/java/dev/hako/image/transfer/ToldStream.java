package dev.hako.image.transfer;

import dev.hako.image.blob.ArrivingBlob;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// A blob that comes, and tells how much of it has come, every so many bytes.
final class ToldStream extends InputStream {
    private static final long STEP = 1 << 18;

    private final ArrivingBlob blob;
    private final Descriptor descriptor;
    private final TransferListener listener;
    private long told;

    ToldStream(ArrivingBlob blob, Descriptor descriptor, TransferListener listener) {
        this.blob = blob;
        this.descriptor = descriptor;
        this.listener = listener;
    }

    @Override
    public int read() throws IOException {
        int value = blob.read();
        tell();
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = blob.read(bytes, offset, length);
        tell();
        return count;
    }

    private void tell() {
        long position = blob.position();
        if (position - told >= STEP || position == descriptor.sizeBytes() && told < position) {
            told = position;
            listener.layer(descriptor, new LayerState.Travelling(position, descriptor.sizeBytes()));
        }
    }
}
