package dev.hako.engine.files;

import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.TreeWriter;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FsIds;
import java.io.IOException;
import java.io.OutputStream;

/// Makes files as root of a container with users of its own does: the kernel makes none there for
/// whoever has no id in it. What they hold is read from elsewhere under the thread's own ids.
///
/// @param rootId the number that the container's root has outside
record MadeInside(int rootId, TreeWriter writer) implements EntrySink, AutoCloseable {

    @Override
    public void add(Entry entry, Content content) throws IOException {
        try (FsIds own = FsIds.take(rootId, rootId)) {
            writer.add(entry, new FromOutside(content, own));
        }
    }

    private record FromOutside(Content content, FsIds own) implements Content {
        @Override
        public void writeTo(Fd file) throws IOException {
            try (FsIds _ = own.suspend()) {
                content.writeTo(file);
            }
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            content.writeTo(out);
        }
    }

    @Override
    public void close() {
        try (FsIds _ = FsIds.take(rootId, rootId)) {
            writer.close();
        }
    }
}
