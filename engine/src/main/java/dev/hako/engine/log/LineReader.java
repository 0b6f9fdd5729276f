package dev.hako.engine.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/// Whole lines of a growing file.
public final class LineReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final int MAX_LINE = 1 << 20;

    private final FileChannel file;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
    private byte[] line = new byte[256];
    private int length;

    /// Begins with the first line.
    public LineReader(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.READ);
    }

    /// Begins behind what is there now.
    public static LineReader atEnd(Path path) throws IOException {
        LineReader reader = new LineReader(path);
        reader.file.position(reader.file.size());
        return reader;
    }

    /// A line without its newline; empty if there is no whole one yet. A line longer than 1 MiB is
    /// handed out in pieces.
    public Optional<byte[]> next() throws IOException {
        do {
            int end = lineEnd();
            append(end - chunk.position());
            if (chunk.hasRemaining() && chunk.get(end) == '\n') {
                chunk.position(end + 1);
                return Optional.of(take());
            }
            if (length == MAX_LINE) {
                return Optional.of(take());
            }
        } while (fill());
        return Optional.empty();
    }

    /// Where in the chunk the line ends, the chunk does, or the most that a line may have.
    private int lineEnd() {
        byte[] bytes = chunk.array();
        int most = Math.min(chunk.limit(), chunk.position() + MAX_LINE - length);
        int end = chunk.position();
        while (end < most && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean fill() throws IOException {
        chunk.clear();
        int read = file.read(chunk);
        chunk.flip();
        return read > 0;
    }

    private byte[] take() {
        byte[] whole = Arrays.copyOf(line, length);
        length = 0;
        return whole;
    }

    private void append(int count) {
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
        }
        chunk.get(line, length, count);
        length += count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
