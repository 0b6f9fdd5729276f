package dev.hako.engine.event;

import dev.hako.engine.log.LineReader;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads a journal from some moment on, and waits for what is written to it.
///
/// The full file is read before the current one. When the current one is renamed, all that was
/// written to it has been written, and the one that has its name then is the next.
public final class EventReader implements AutoCloseable {
    private final EventJournal journal;
    private final EventRequest request;
    private final InstantSource clock;
    private final WatchService changes;
    private final Deque<Opened> files = new ArrayDeque<>();

    /// A file that is being read, or will be.
    private record Opened(LineReader lines, Object key) {}

    private EventReader(
            EventJournal journal, EventRequest request, InstantSource clock, WatchService changes) {
        this.journal = journal;
        this.request = request;
        this.clock = clock;
        this.changes = changes;
    }

    static EventReader open(EventJournal journal, EventRequest request, InstantSource clock) {
        EventReader reader = new EventReader(journal, request, clock, watch(journal));
        try (Fd _ = journal.hold()) {
            if (request.since().isPresent()) {
                reader.open(journal.fullPath(), false);
            }
            reader.open(journal.currentPath(), request.since().isEmpty());
            return reader;
        } catch (IOException e) {
            reader.close();
            throw unreadable(e);
        }
    }

    private static WatchService watch(EventJournal journal) {
        try {
            WatchService changes = journal.directory().getFileSystem().newWatchService();
            journal.directory()
                    .register(
                            changes,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY);
            return changes;
        } catch (IOException e) {
            throw Failure.of(
                            Failure.Kind.EXHAUSTED, "cannot listen to events: " + e.getMessage(), e)
                    .hint("raise fs.inotify.max_user_instances, or end others that listen");
        }
    }

    private static Failure unreadable(IOException e) {
        return Failure.internal("cannot read the journal of events: " + e, e);
    }

    private void open(Path path, boolean atEnd) throws IOException {
        try {
            Object key = key(path);
            files.add(new Opened(atEnd ? LineReader.atEnd(path) : new LineReader(path), key));
        } catch (NoSuchFileException _) {
            // nothing has happened yet
        }
    }

    private static Object key(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino");
    }

    /// The next event that is asked for, once there is one; empty when the last moment is over.
    ///
    /// @throws Failure `CANCELLED` when the thread is interrupted
    public Optional<Event> next() {
        try {
            while (true) {
                Optional<Event> event = written();
                if (event.isPresent() || !awaitMore()) {
                    return event;
                }
            }
        } catch (ClosedByInterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted while listening to events", e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The next event there is already.
    private Optional<Event> written() throws IOException {
        while (true) {
            Optional<byte[]> line = line();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            Optional<Event> event = Event.parse(line.get()).filter(request::wants);
            if (event.isPresent()) {
                return event;
            }
        }
    }

    private Optional<byte[]> line() throws IOException {
        if (files.isEmpty()) {
            openNext();
        }
        while (!files.isEmpty()) {
            boolean last = files.size() == 1 && isCurrent(files.getFirst());
            Optional<byte[]> line = files.getFirst().lines.next();
            if (line.isPresent() || last) {
                return line;
            }
            files.removeFirst().lines.close();
            if (files.isEmpty()) {
                openNext();
            }
        }
        return Optional.empty();
    }

    private void openNext() throws IOException {
        try (Fd _ = journal.hold()) {
            open(journal.currentPath(), false);
        }
    }

    private boolean isCurrent(Opened file) throws IOException {
        try {
            return file.key.equals(key(journal.currentPath()));
        } catch (NoSuchFileException _) {
            return true; // between two files: the next one is about to come
        }
    }

    /// @return false if there is nothing more to wait for
    private boolean awaitMore() throws InterruptedException {
        Optional<Instant> until = request.until();
        @Nullable WatchKey changed;
        if (until.isEmpty()) {
            changed = changes.take();
        } else {
            Duration left = Duration.between(clock.instant(), until.get());
            if (left.isNegative() || left.isZero()) {
                return false;
            }
            changed = changes.poll(left.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
        if (changed != null) {
            changed.pollEvents();
            changed.reset();
        }
        return true;
    }

    @Override
    public void close() {
        try {
            changes.close();
            for (Opened file : files) {
                file.lines.close();
            }
        } catch (IOException | ClosedWatchServiceException e) {
            throw Failure.internal("cannot close the journal of events: " + e, e);
        }
    }
}
