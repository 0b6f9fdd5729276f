package dev.hako.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The last word of a monitor: the file [TaskAddress#EXIT_FILE], `STATUS FINISHED_NANOS\n` (see
/// `wire.h`). A loss of power may leave a part of it.
public final class ExitFile {
    private static final long NANOS = 1_000_000_000;

    private ExitFile() {}

    /// What it says; nothing if there is none, or it is not whole.
    public static Optional<ExitStatus> read(Path file) {
        if (Files.notExists(file)) {
            return Optional
                    .empty(); // as for every container that runs: no exception is made for it
        }
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ExitStatus> parse(String line) {
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
    public static ExitStatus status(int waitStatus, long finishedNanos) {
        return new ExitStatus(
                waitStatus, Instant.ofEpochSecond(finishedNanos / NANOS, finishedNanos % NANOS));
    }
}
