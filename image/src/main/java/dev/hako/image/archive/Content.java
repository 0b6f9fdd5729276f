package dev.hako.image.archive;

import dev.hako.kernel.Fd;
import java.io.IOException;
import java.io.OutputStream;

/// The bytes of a regular file, to be taken once, as many as its entry says.
public interface Content {
    /// No bytes, for all that is no regular file.
    Content NONE = new Bytes(new byte[0]);

    /// Writes them to an empty file.
    void writeTo(Fd file) throws IOException;

    /// Writes them to a stream.
    void writeTo(OutputStream out) throws IOException;

    /// Content that is in memory.
    record Bytes(byte[] bytes) implements Content {
        @Override
        public void writeTo(Fd file) {
            file.writeAll(bytes);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }
}
