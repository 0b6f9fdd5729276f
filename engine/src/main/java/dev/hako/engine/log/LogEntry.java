package dev.hako.engine.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
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
    private static final String STDOUT_TAG = "stdout";
    private static final String STDERR_TAG = "stderr";

    /// Reads `TIME STREAM P|F TEXT`; empty if the line has another form.
    static Optional<LogEntry> parse(byte[] line, int length) {
        int timeEnd = indexOf(line, 0, Math.min(length, MAX_TIMESTAMP));
        int streamEnd = timeEnd < 0 ? -1 : indexOf(line, timeEnd + 1, length);
        if (streamEnd < 0 || streamEnd + 2 > length) {
            return Optional.empty();
        }
        byte tag = line[streamEnd + 1];
        int text = Math.min(streamEnd + 3, length);
        return stream(ascii(line, timeEnd + 1, streamEnd))
                .filter(stream -> tag == 'F' || tag == 'P')
                .flatMap(stream ->
                        time(ascii(line, 0, timeEnd))
                                .map(time ->
                                        new LogEntry(
                                                time,
                                                stream,
                                                tag == 'F',
                                                Arrays.copyOfRange(line, text, length))));
    }

    private static int indexOf(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static String ascii(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.US_ASCII);
    }

    private static Optional<Stream> stream(String tag) {
        return switch (tag) {
            case STDOUT_TAG -> Optional.of(Stream.STDOUT);
            case STDERR_TAG -> Optional.of(Stream.STDERR);
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
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
