package dev.hako.image.archive;

import java.io.IOException;
import java.util.function.LongConsumer;

/// Passes entries on and counts the bytes that a tar archive of them has.
public final class CountingSink implements EntrySink {
    private final EntrySink sink;
    private final LongConsumer progress;
    private long bytes = 2L * TarFormat.BLOCK;

    /// @param progress is told the number after each entry
    public CountingSink(EntrySink sink, LongConsumer progress) {
        this.sink = sink;
        this.progress = progress;
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        sink.add(entry, content);
        bytes += TarFormat.bytes(entry);
        progress.accept(bytes);
    }

    /// So many until now, the end of the archive included.
    public long bytes() {
        return bytes;
    }
}
