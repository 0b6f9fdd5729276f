package dev.hako.engine.log;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Reads a log from its oldest file to its newest entry, and further if it is followed.
public final class LogReader implements AutoCloseable {
    private static final long POLL_MILLIS = 20;

    private final Path current;
    private final LogRequest request;
    private final BooleanSupplier live;
    private final LogCursor cursor;
    private final Deque<LogEntry> tail = new ArrayDeque<>();
    private volatile boolean closed;

    private LogReader(Path current, LogRequest request, BooleanSupplier live) {
        this.current = current;
        this.request = request;
        this.live = live;
        this.cursor = LogCursor.oldest(current);
    }

    /// Begins with the oldest entry asked for.
    ///
    /// @param current the file that is being written
    /// @param live whether more may come
    public static LogReader open(Path current, LogRequest request, BooleanSupplier live) {
        LogReader reader = new LogReader(current, request, live);
        request.tail().ifPresent(reader::skipToTail);
        return reader;
    }

    /// The next entry; empty at the end, which a followed log of a running container does not have.
    ///
    /// @throws Failure `CANCELLED` when the thread is interrupted
    public Optional<LogEntry> next() {
        return next(() -> {});
    }

    /// As [#next()].
    ///
    /// @param beforeWait is done when all that there is now has been read
    public Optional<LogEntry> next(Runnable beforeWait) {
        if (!tail.isEmpty()) {
            return Optional.of(tail.removeFirst());
        }
        while (!closed) {
            boolean mayGrow = request.follow() && live.getAsBoolean();
            Optional<LogEntry> entry = read();
            if (entry.isPresent() || !mayGrow) {
                return entry;
            }
            beforeWait.run();
            pause();
        }
        return Optional.empty();
    }

    /// Keeps the last lines in memory. One that is not finished yet is a line, too.
    private void skipToTail(long lines) {
        long whole = 0;
        for (Optional<LogEntry> entry = read(); entry.isPresent(); entry = read()) {
            tail.addLast(entry.get());
            whole += entry.get().whole() ? 1 : 0;
            while (whole + (entry.get().whole() ? 0 : 1) > lines && !tail.isEmpty()) {
                whole -= tail.removeFirst().whole() ? 1 : 0;
            }
        }
    }

    private Optional<LogEntry> read() {
        try {
            Optional<LogEntry> entry = cursor.next();
            while (entry.isPresent() && !request.wants(entry.get())) {
                entry = cursor.next();
            }
            return entry;
        } catch (IOException e) {
            throw Failure.internal("cannot read the log \"" + current + "\": " + e, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted while following a log", e);
        }
    }

    /// Ends a wait in [#next].
    @Override
    public void close() {
        closed = true;
        try {
            cursor.close();
        } catch (IOException e) {
            throw Failure.internal("cannot close a log: " + e, e);
        }
    }
}
