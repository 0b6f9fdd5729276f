package dev.hako.image.store;

import dev.hako.image.blob.Blobs;
import dev.hako.image.layout.ImageLayout;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.Manifest;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a store's documents said when they were last read, so that a start of a container parses
/// none: an image is looked up several times for each, and an image's names are looked for in all
/// of them.
///
/// It is never out of date. A document of a digest says always the same, and is only told of while
/// its blob is there; the index is compared, byte by byte, with what it was.
///
/// Threads: any may ask.
final class ReadDocuments {
    private static final int MOST = 128;
    private static final float LOAD = 0.75f;

    private final ImageLayout layout;
    private @Nullable Entries entries;

    /// The last one asked for is the last one.
    private final Map<Descriptor, Content> contents =
            new LinkedHashMap<>(16, LOAD, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Descriptor, Content> eldest) {
                    return size() > MOST;
                }
            };

    /// An index as it was written, and what it says.
    private record Entries(byte[] bytes, List<NamedManifest> all) {}

    /// What an image is.
    record Content(Manifest manifest, ImageConfig config) {}

    ReadDocuments(ImageLayout layout) {
        this.layout = layout;
    }

    /// What the index says now.
    List<NamedManifest> entries() throws IOException {
        byte[] bytes = layout.indexBytes();
        Entries known = known();
        if (known != null && Arrays.equals(known.bytes, bytes)) {
            return known.all;
        }
        List<NamedManifest> all =
                ImageLayout.index(bytes).manifests().stream().map(NamedManifest::of).toList();
        keep(new Entries(bytes, all));
        return all;
    }

    private synchronized @Nullable Entries known() {
        return entries;
    }

    private synchronized void keep(Entries read) {
        entries = read;
    }

    /// The documents of an image.
    ///
    /// @throws dev.hako.failure.Failure `NOT_FOUND` if one is not there
    Content content(Descriptor manifest) throws IOException {
        Blobs blobs = layout.blobs();
        Content known = known(manifest);
        if (known != null && blobs.has(manifest) && blobs.has(known.manifest().config())) {
            return known;
        }
        Manifest read = Manifest.parse(blobs.document(manifest));
        Content content = new Content(read, ImageConfig.parse(blobs.document(read.config())));
        keep(manifest, content);
        return content;
    }

    private synchronized @Nullable Content known(Descriptor manifest) {
        return contents.get(manifest);
    }

    private synchronized void keep(Descriptor manifest, Content content) {
        contents.put(manifest, content);
    }
}
