package dev.hako.image.transfer;

import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A source whose blobs tell how much of them has been read.
record ToldSource(ImageSource source, TransferListener listener) implements ImageSource {

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Document top() throws IOException {
        return source.top();
    }

    @Override
    public Document document(Descriptor descriptor) throws IOException {
        return source.document(descriptor);
    }

    @Override
    public InputStream blob(Descriptor descriptor, long offset) throws IOException {
        return new Told(source.blob(descriptor, offset), descriptor, offset);
    }

    private final class Told extends FilterInputStream {
        private static final long STEP = 1 << 18;
        private final Descriptor descriptor;
        private long position;
        private long told;

        private Told(InputStream blob, Descriptor descriptor, long offset) {
            super(blob);
            this.descriptor = descriptor;
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
            if (position - told >= STEP) {
                told = position;
                listener.layer(
                        descriptor, new LayerState.Travelling(position, descriptor.sizeBytes()));
            }
            return count;
        }
    }

    @Override
    public void close() {
        // The source is its owner's, who closes it.
    }
}
