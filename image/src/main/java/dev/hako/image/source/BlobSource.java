package dev.hako.image.source;

import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// Where blobs can be had.
@FunctionalInterface
public interface BlobSource {
    /// A blob from some byte on.
    ///
    /// @param offset at most the blob's size; a source that cannot begin there skips
    InputStream blob(Descriptor descriptor, long offset) throws IOException;
}
