package dev.hako.door.streaming.session;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;

/// Reads a client's terminal sizes: JSON objects one after the other, `{"Width":80,"Height":24}`.
final class SizeReader {
    private static final int MAX_OBJECT = 256;
    private static final Gson GSON = new Gson();

    private final InputStream from;
    private final TerminalSizes sizes;

    SizeReader(InputStream from, TerminalSizes sizes) {
        this.from = from;
        this.sizes = sizes;
    }

    /// The protocol's own spelling.
    private record Size(int Width, int Height) {}

    /// Reads until the client ends the stream, leaves or says something else.
    void run() {
        try {
            StringBuilder object = new StringBuilder();
            for (int one = from.read(); one >= 0; one = from.read()) {
                object.append((char) one);
                if (one == '}') {
                    tell(object.toString());
                    object.setLength(0);
                } else if (object.length() > MAX_OBJECT) {
                    return;
                }
            }
        } catch (IOException | JsonParseException | IllegalArgumentException | Failure e) {
            // The client has left or babbles, or the program has ended: the size stays what it is.
        } finally {
            close();
        }
    }

    private void tell(String json) {
        Size size = GSON.fromJson(new StringReader(json), Size.class);
        if (size != null) {
            sizes.tell(new TerminalSize(size.Width(), size.Height()));
        }
    }

    private void close() {
        try {
            from.close();
        } catch (IOException e) {
            throw new AssertionError("an inlet closes without a word", e);
        }
    }
}
