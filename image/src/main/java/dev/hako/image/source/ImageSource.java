package dev.hako.image.source;

import dev.hako.oci.image.Descriptor;
import java.io.IOException;

/// One image where it can be had.
public interface ImageSource extends BlobSource, AutoCloseable {
    /// What it is called there, for messages.
    String name();

    /// What its name stands for: a manifest, or an index of several.
    ///
    /// @throws dev.hako.failure.Failure `NOT_FOUND` if there is no such image
    Document top() throws IOException;

    /// A document that another one names, compared with its descriptor.
    ///
    /// @throws dev.hako.failure.Failure `INVALID` if it is not what the descriptor says
    Document document(Descriptor descriptor) throws IOException;

    @Override
    void close();
}
