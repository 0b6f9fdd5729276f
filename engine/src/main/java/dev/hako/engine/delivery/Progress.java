package dev.hako.engine.delivery;

import dev.hako.engine.log.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that knows how far a log has been delivered: `INODE OFFSET`, of fixed length, so that one
/// write replaces it.
final class Progress implements AutoCloseable {
    private static final int SIZE = 42;

    private final FileChannel file;

    Progress(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    /// The beginning, if nothing has been delivered yet.
    LogPosition read() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(SIZE);
        if (file.read(text, 0) != SIZE) {
            return LogPosition.BEGINNING;
        }
        String[] words = new String(text.array(), StandardCharsets.US_ASCII).strip().split(" ", -1);
        return new LogPosition(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    void write(LogPosition position) throws IOException {
        String text = String.format("%020d %020d\n", position.inode(), position.offset());
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
