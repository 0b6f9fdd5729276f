package dev.hako.image.archive;

import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Passes on what belongs into an image's layer.
///
/// @param leftOut paths, without a slash before them, that are only places to mount on
/// @param newest files that are newer are given this time, so that equal content gives equal bytes
public record LayerSink(EntrySink sink, Set<NativePath> leftOut, Optional<Instant> newest)
        implements EntrySink {
    @Override
    public void add(Entry entry, Content content) throws IOException {
        if (leftOut.contains(entry.path())) {
            return;
        }
        Metadata old = entry.metadata();
        Instant mtime = newest.filter(limit -> old.mtime().isAfter(limit)).orElse(old.mtime());
        Metadata metadata =
                new Metadata(old.permissions(), old.uid(), old.gid(), mtime, old.xattrs());
        sink.add(new Entry(entry.path(), entry.kind(), metadata), content);
    }
}
