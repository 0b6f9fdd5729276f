package dev.hako.image.layout;

import java.io.IOException;
import java.io.InputStream;

/// Files that an image layout is made of, in a directory or an archive.
public interface BlobFiles extends AutoCloseable {
    /// A file from some byte on.
    ///
    /// @param path in the layout, with `/`
    /// @throws dev.hako.failure.Failure `NOT_FOUND` if it is not there
    InputStream open(String path, long offset) throws IOException;

    /// Whether there is such a file.
    boolean has(String path);

    @Override
    void close();
}
