package dev.hako.isolation.namespace;

import dev.hako.isolation.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The last word of a monitor: the file `exit`, `STATUS FINISHED_NANOS\n` (see `wire.h`).
final class ExitFile {
    private static final long NANOS = 1_000_000_000;

    private ExitFile() {}

    /// What it says; nothing if there is none, or it is not whole.
    static Optional<ExitStatus> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<ExitStatus> parse(String line) {
        int space = line.indexOf(' ');
        if (space < 0 || !line.endsWith("\n")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    status(
                            Integer.parseInt(line, 0, space, 10),
                            Long.parseLong(line, space + 1, line.length() - 1, 10)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// A wait status and when it came about, in nanoseconds since the epoch.
    static ExitStatus status(int waitStatus, long finishedNanos) {
        return new ExitStatus(
                waitStatus, Instant.ofEpochSecond(finishedNanos / NANOS, finishedNanos % NANOS));
    }
}
