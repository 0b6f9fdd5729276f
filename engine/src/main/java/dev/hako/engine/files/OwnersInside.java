package dev.hako.engine.files;

import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.EntrySink;
import java.io.IOException;

/// Tells of files whose they are inside a container with users of its own.
///
/// @param rootId the number that the container's root has outside
record OwnersInside(int rootId, EntrySink sink) implements EntrySink {

    static EntrySink of(int rootId, EntrySink sink) {
        return rootId == 0 ? sink : new OwnersInside(rootId, sink);
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        sink.add(
                new Entry(entry.path(), entry.kind(), entry.metadata().withIdsLess(rootId)),
                content);
    }
}
