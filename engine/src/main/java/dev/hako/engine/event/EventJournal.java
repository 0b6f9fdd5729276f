package dev.hako.engine.event;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The events of one state directory: a file of JSON lines, and the file that was full before it.
///
/// Several engines may append. Each does so holding the lock file shared, and the one that finds
/// the file full renames it holding the lock exclusively: nobody writes to a file that readers have
/// left behind. Nothing is synced: a crash of the machine may take the last seconds.
public final class EventJournal implements AutoCloseable {
    /// Where a file is full.
    public static final long MAX_BYTES = 4 << 20;

    private static final int MAX_LINE = 1 << 16;
    private static final int MAX_ATTRIBUTE = 256;
    private static final int MAX_ATTRIBUTES = 32;
    private static final String CURRENT = "events";
    private static final String FULL = "events.1";
    private static final String LOCK = "events.lock";
    private static final int APPEND = Open.O_RDWR | Open.O_APPEND | Open.O_CREAT;
    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);

    private final Path directory;
    private final InstantSource clock;
    private final long maxBytes;
    private final NativePath current;
    private final ReentrantLock turn = new ReentrantLock();
    private final Fd lock;
    private @Nullable Appending appending;
    private boolean closed;
    private volatile long quietSinceNanos = System.nanoTime();

    /// The file that is appended to.
    private record Appending(Fd file, long ino) {}

    private EventJournal(Path directory, InstantSource clock, long maxBytes) {
        this.directory = directory;
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.current = NativePath.of(directory.resolve(CURRENT).toString());
        this.lock = open(NativePath.of(directory.resolve(LOCK).toString()), Open.O_RDWR);
    }

    /// The journal in a directory, which exists.
    ///
    /// @throws Failure `DENIED` if it cannot be used
    public static EventJournal open(Path directory, InstantSource clock, long maxBytes) {
        try {
            return new EventJournal(directory, clock, maxBytes);
        } catch (KernelException e) {
            throw Failure.of(
                            Failure.Kind.DENIED,
                            "cannot open the journal of events: " + e.getMessage(),
                            e)
                    .hint("make \"" + directory + "\" writable, or choose another HAKO_ROOT");
        }
    }

    private static Fd open(NativePath path, int flags) {
        return Open.openat(Fd.CWD, path, flags | Open.O_CREAT, 0600);
    }

    /// Records that something has happened just now.
    ///
    /// @param type of the thing that it happened to
    /// @param action one of [Actions], perhaps with a detail
    public void record(
            EventType type, String action, String actorId, Map<String, String> attributes) {
        record(new Event(type, action, actorId, attributes, Event.nanos(clock.instant())));
    }

    /// What cannot be written is reported to the log: it has happened all the same.
    private void record(Event event) {
        quietSinceNanos = System.nanoTime();
        byte[] line = line(event);
        turn.lock();
        try {
            if (!closed && append(line) > maxBytes) {
                rotate();
            }
        } catch (KernelException | IOException e) {
            letGo();
            LOG.warn("cannot record an event: {}", e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    private static byte[] line(Event event) {
        byte[] json = Json.write(event);
        if (json.length >= MAX_LINE) {
            json = Json.write(shortened(event));
        }
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /// Labels can be of any size; an event tells of the small ones then.
    private static Event shortened(Event event) {
        Map<String, String> small =
                event.attributes().entrySet().stream()
                        .filter(each ->
                                each.getKey().length() + each.getValue().length() <= MAX_ATTRIBUTE)
                        .limit(MAX_ATTRIBUTES)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        String action = event.action();
        return new Event(
                event.type(),
                action.substring(0, Math.min(action.length(), MAX_ATTRIBUTE)),
                event.actorId(),
                small,
                event.timeNanos());
    }

    /// @return the size of the file
    private long append(byte[] line) {
        Flock.shared(lock);
        try {
            Fd file = currentFile();
            file.writeAll(line);
            return file.seek(0, 1);
        } finally {
            Flock.unlock(lock);
        }
    }

    /// The open file, if it has still its name; or the one that has it now.
    private Fd currentFile() {
        Appending known = appending;
        if (known != null
                && Stat.find(Fd.CWD, current).filter(stat -> stat.ino() == known.ino).isPresent()) {
            return known.file;
        }
        letGo();
        Fd file = open(current, APPEND);
        appending = new Appending(file, Stat.of(file).ino());
        mend(file);
        return file;
    }

    /// A line that was not written to its end must not spoil the next one.
    private static void mend(Fd file) {
        long size = file.seek(0, 2);
        byte[] last = new byte[1];
        if (size > 0) {
            file.seek(size - 1, 0);
            if (file.read(last, 0, 1) == 1 && last[0] != '\n') {
                file.writeAll(new byte[] {'\n'});
            }
        }
    }

    /// Another engine may have been quicker, or not yet done with the file.
    private void rotate() throws IOException {
        Flock.exclusive(lock);
        try {
            if (Stat.of(currentFile()).size() > maxBytes) {
                Files.move(
                        directory.resolve(CURRENT),
                        directory.resolve(FULL),
                        StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Flock.unlock(lock);
        }
    }

    /// For how long nothing has been recorded.
    public Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - quietSinceNanos);
    }

    /// Begins to read.
    ///
    /// @throws Failure `EXHAUSTED` if too many listen already
    public EventReader read(EventRequest request) {
        return EventReader.open(this, request, clock);
    }

    Path directory() {
        return directory;
    }

    Path currentPath() {
        return directory.resolve(CURRENT);
    }

    Path fullPath() {
        return directory.resolve(FULL);
    }

    /// Keeps the files from being renamed until what is returned is closed.
    Fd hold() {
        Fd held = open(NativePath.of(directory.resolve(LOCK).toString()), Open.O_RDWR);
        Flock.shared(held);
        return held;
    }

    private void letGo() {
        Appending known = appending;
        if (known != null) {
            known.file.close();
            appending = null;
        }
    }

    /// Nothing is recorded any more.
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            letGo();
            lock.close();
        } finally {
            turn.unlock();
        }
    }
}
