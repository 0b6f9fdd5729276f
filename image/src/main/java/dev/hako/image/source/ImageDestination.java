package dev.hako.image.source;

import dev.hako.oci.image.Descriptor;
import java.io.IOException;

/// A place that takes one image: its blobs first, what names them afterwards.
public interface ImageDestination extends AutoCloseable {
    /// What the image is called there, for messages.
    String name();

    /// Whether a blob is there, or comes there without being sent (as from another repository).
    boolean has(Descriptor blob) throws IOException;

    /// Takes a blob. Its source is opened again when a try fails.
    void put(Descriptor blob, BlobSource from) throws IOException;

    /// Takes a document that others name, all of whose blobs are there.
    void put(Document document) throws IOException;

    /// Takes the document that the image's name stands for from now on.
    void name(Document top) throws IOException;

    @Override
    void close();
}
