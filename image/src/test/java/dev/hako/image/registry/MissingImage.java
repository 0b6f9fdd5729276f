package dev.hako.image.registry;

import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// An image that has been taken away meanwhile.
final class MissingImage implements ImageSource {
    @Override
    public String name() {
        return "missing";
    }

    @Override
    public Document top() throws IOException {
        throw new IOException("the image is gone");
    }

    @Override
    public Document document(Descriptor descriptor) throws IOException {
        throw new IOException("the document is gone");
    }

    @Override
    public InputStream blob(Descriptor descriptor, long offset) throws IOException {
        throw new IOException("the layer is gone");
    }

    @Override
    public void close() {
        // There is nothing.
    }
}
