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
    private long consumed; // of the file, what the chunk still holds excluded

    /// Begins with the first line.
    public LineReader(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.READ);
    }

    /// Begins at an offset, at which a line must begin.
    static LineReader from(Path path, long offset) throws IOException {
        LineReader reader = new LineReader(path);
        reader.file.position(offset);
        reader.consumed = offset;
        return reader;
    }

    /// Whether a line of the file begins at an offset, or will.
    static boolean begins(Path path, long offset) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return offset == 0 || (file.read(last, offset - 1) == 1 && last.get(0) == '\n');
        }
    }

    /// Behind the line that was handed out last, if one was.
    long position() {
        return consumed;
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
        while (true) {
            while (chunk.hasRemaining()) {
                byte b = chunk.get();
                consumed++;
                if (b == '\n' || length == MAX_LINE) {
                    return Optional.of(take());
                }
                append(b);
            }
            chunk.clear();
            int read = file.read(chunk);
            chunk.flip();
            if (read <= 0) {
                chunk.limit(0);
                return Optional.empty();
            }
        }
    }

    private byte[] take() {
        byte[] whole = Arrays.copyOf(line, length);
        length = 0;
        return whole;
    }

    private void append(byte b) {
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = b;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
