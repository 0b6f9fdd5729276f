package dev.hako.engine.log;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Reads a log from its oldest file to its newest entry, and further if it is followed.
///
/// The monitor rotates by renaming: the file that is being read stays open until it is read to its
/// end, and then the reader goes on with the file that now has the name.
public final class LogReader implements AutoCloseable {
    private static final long POLL_MILLIS = 20;
    private static final int MAX_OLD_FILES = 1000;

    private final Path current;
    private final LogRequest request;
    private final BooleanSupplier live;
    private final Deque<LogEntry> tail = new ArrayDeque<>();
    private @Nullable LineReader reader;
    private @Nullable Object readingKey;
    private Optional<byte[]> pending = Optional.empty();
    private volatile boolean closed;

    private LogReader(Path current, LogRequest request, BooleanSupplier live) {
        this.current = current;
        this.request = request;
        this.live = live;
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

    /// What there is of the log, oldest first.
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (Files.exists(current)) {
            files.add(current);
        }
        for (int i = 1; i < MAX_OLD_FILES; i++) {
            Path file = current.resolveSibling(current.getFileName() + "." + i);
            if (Files.notExists(file)) {
                break;
            }
            files.addFirst(file);
        }
        return files;
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
            while (true) {
                LineReader lines = lines();
                if (lines == null) {
                    return Optional.empty();
                }
                Optional<byte[]> line = pending.isPresent() ? pending : lines.next();
                pending = Optional.empty();
                if (line.isEmpty()) {
                    if (!advance(lines)) {
                        return Optional.empty();
                    }
                } else {
                    Optional<LogEntry> entry = LogEntry.parse(line.get(), line.get().length);
                    if (entry.isPresent() && request.wants(entry.get())) {
                        return entry;
                    }
                }
            }
        } catch (IOException e) {
            throw Failure.internal("cannot read the log \"" + current + "\": " + e, e);
        }
    }

    private @Nullable LineReader lines() throws IOException {
        if (reader == null) {
            Optional<Path> file = successor();
            if (file.isPresent()) {
                open(file.get());
            }
        }
        return reader;
    }

    /// A file may be renamed or removed between finding and opening it: then the next call finds
    /// what is there.
    private void open(Path file) throws IOException {
        try {
            Object key = key(file);
            reader = new LineReader(file);
            readingKey = key;
        } catch (NoSuchFileException _) {
            reader = null;
        }
    }

    /// The file after the one that was read, in the order they were written; the oldest at first,
    /// and when the one that was read has been rotated away.
    private Optional<Path> successor() throws IOException {
        List<Path> files = files();
        for (int i = 0; readingKey != null && i < files.size(); i++) {
            if (readingKey.equals(key(files.get(i)))) {
                return i + 1 < files.size() ? Optional.of(files.get(i + 1)) : Optional.empty();
            }
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(files.getFirst());
    }

    /// Goes on to the next file once this one has been read to its end and is not the current one
    /// any more. What was written to it between the last read and the rename is read first.
    private boolean advance(LineReader lines) throws IOException {
        if (readingKey == null || readingKey.equals(key(current)) || successor().isEmpty()) {
            return false;
        }
        pending = lines.next();
        if (pending.isEmpty()) {
            lines.close();
            reader = null;
        }
        return true;
    }

    private static @Nullable Object key(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (NoSuchFileException _) {
            return null;
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
        LineReader open = reader;
        reader = null;
        if (open != null) {
            closeFile(open);
        }
    }

    private static void closeFile(LineReader lines) {
        try {
            lines.close();
        } catch (IOException e) {
            throw Failure.internal("cannot close a log: " + e, e);
        }
    }
}
