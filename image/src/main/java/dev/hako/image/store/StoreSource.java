package dev.hako.image.store;

import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// What a name stands for in a store, as much of it as is here.
///
/// @param name what the user calls it
/// @param images that the name stands for
public record StoreSource(ImageStore store, String name, ImageSet images) implements ImageSource {
    /// One image of a store.
    public StoreSource(ImageStore store, String name, Descriptor manifest) {
        this(store, name, ImageSet.of(manifest));
    }

    @Override
    public Document top() {
        return store.document(images);
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
