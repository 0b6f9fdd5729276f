package dev.hako.image.store;

import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// One image of a store.
///
/// @param name what the user calls it
/// @param manifest of the image
public record StoreSource(ImageStore store, String name, Descriptor manifest)
        implements ImageSource {

    @Override
    public Document top() throws IOException {
        return document(manifest);
    }

    @Override
    public Document document(Descriptor descriptor) throws IOException {
        return new Document(descriptor, store.blobs().document(descriptor));
    }

    @Override
    public InputStream blob(Descriptor descriptor, long offset) throws IOException {
        return store.blobs().open(descriptor.digest(), offset);
    }

    @Override
    public void close() {
        // Nothing is held open between two reads.
    }
}
