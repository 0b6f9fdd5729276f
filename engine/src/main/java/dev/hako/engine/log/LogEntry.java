package dev.hako.engine.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// A line of output, or a part of a long one.
///
/// @param whole whether a newline followed; otherwise the next entry of the stream goes on
/// @param text without the newline
public record LogEntry(Instant time, Stream stream, boolean whole, byte[] text) {
    public enum Stream {
        STDOUT,
        STDERR
    }

    private static final int MAX_TIMESTAMP = 40;
    private static final byte[] STDOUT_TAG = "stdout".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STDERR_TAG = "stderr".getBytes(StandardCharsets.US_ASCII);

    /// Reads `TIME STREAM P|F TEXT`; empty if the line has another form.
    static Optional<LogEntry> parse(byte[] line, int length) {
        int timeEnd = indexOf(line, 0, Math.min(length, MAX_TIMESTAMP));
        int streamEnd = timeEnd < 0 ? -1 : indexOf(line, timeEnd + 1, length);
        if (streamEnd < 0 || streamEnd + 2 > length) {
            return Optional.empty();
        }
        Optional<Instant> time = LogTime.parse(line, timeEnd);
        Optional<Stream> stream = stream(line, timeEnd + 1, streamEnd);
        byte tag = line[streamEnd + 1];
        if (time.isEmpty() || stream.isEmpty() || (tag != 'F' && tag != 'P')) {
            return Optional.empty();
        }
        byte[] text = Arrays.copyOfRange(line, Math.min(streamEnd + 3, length), length);
        return Optional.of(new LogEntry(time.get(), stream.get(), tag == 'F', text));
    }

    private static int indexOf(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static Optional<Stream> stream(byte[] line, int from, int to) {
        if (Arrays.equals(line, from, to, STDOUT_TAG, 0, STDOUT_TAG.length)) {
            return Optional.of(Stream.STDOUT);
        }
        return Arrays.equals(line, from, to, STDERR_TAG, 0, STDERR_TAG.length)
                ? Optional.of(Stream.STDERR)
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogEntry that
                && time.equals(that.time)
                && stream == that.stream
                && whole == that.whole
                && Arrays.equals(text, that.text);
    }

    @Override
    public int hashCode() {
        return 31 * time.hashCode() + Arrays.hashCode(text);
    }
}
