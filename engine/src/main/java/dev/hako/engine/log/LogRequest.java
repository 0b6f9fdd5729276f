package dev.hako.engine.log;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Which part of a log to read.
///
/// @param follow whether to wait for more while the container runs
/// @param output whether standard output is wanted
/// @param error whether standard error is wanted
/// @param since entries from here on
/// @param until entries up to here
/// @param tail only so many of the last lines; empty: all
public record LogRequest(
        boolean follow,
        boolean output,
        boolean error,
        Optional<Instant> since,
        Optional<Instant> until,
        OptionalLong tail) {
    /// Everything there is now.
    public static final LogRequest ALL =
            new LogRequest(
                    false, true, true, Optional.empty(), Optional.empty(), OptionalLong.empty());

    /// Everything there is now from a time on.
    public static LogRequest since(Instant start) {
        return new LogRequest(
                false, true, true, Optional.of(start), Optional.empty(), OptionalLong.empty());
    }

    boolean wants(LogEntry entry) {
        boolean stream =
                switch (entry.stream()) {
                    case STDOUT -> output;
                    case STDERR -> error;
                };
        return stream
                && (since.isEmpty() || !entry.time().isBefore(since.get()))
                && (until.isEmpty() || !entry.time().isAfter(until.get()));
    }
}
