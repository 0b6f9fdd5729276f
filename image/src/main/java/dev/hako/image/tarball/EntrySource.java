package dev.hako.image.tarball;

import dev.hako.image.layout.LayoutSource;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// One entry of the index in an archive.
record EntrySource(LayoutSource layout, Descriptor entry) implements ImageSource {
    EntrySource(ArchiveFiles files, String name, Descriptor entry) {
        this(new LayoutSource(files, name, Optional.empty()), entry);
    }

    @Override
    public String name() {
        return layout.name();
    }

    @Override
    public Document top() throws IOException {
        return layout.document(entry);
    }

    @Override
    public Document document(Descriptor descriptor) throws IOException {
        return layout.document(descriptor);
    }

    @Override
    public InputStream blob(Descriptor descriptor, long offset) throws IOException {
        return layout.blob(descriptor, offset);
    }

    @Override
    public void close() {
        // The archive is its owner's, who closes it.
    }
}
