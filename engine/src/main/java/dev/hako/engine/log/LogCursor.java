package dev.hako.engine.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Goes through a log's files, from the oldest on or from where somebody was before.
///
/// The monitor rotates by renaming: the file that is being read stays open until it is read to its
/// end, and then the cursor goes on with the file that was written next.
public final class LogCursor implements AutoCloseable {
    private static final int MAX_OLD_FILES = 1000;
    private static final long NO_FILE = 0;

    private final Path current;
    private @Nullable LineReader reader;
    private long reading = NO_FILE;
    private LogPosition position = LogPosition.BEGINNING;
    private Optional<byte[]> pending = Optional.empty();

    private LogCursor(Path current) {
        this.current = current;
    }

    /// A cursor before the oldest entry.
    ///
    /// @param current the file that is being written
    static LogCursor oldest(Path current) {
        return new LogCursor(current);
    }

    /// A cursor at a position; at the oldest entry if what was there has been rotated away.
    ///
    /// @param current the file that is being written
    public static LogCursor at(Path current, LogPosition position) throws IOException {
        LogCursor cursor = new LogCursor(current);
        for (Path file : cursor.files()) {
            if (inode(file) == position.inode() && LineReader.begins(file, position.offset())) {
                cursor.open(file, position.offset());
                cursor.position = position;
            }
        }
        return cursor;
    }

    /// The next entry there is already.
    public Optional<LogEntry> next() throws IOException {
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
                if (entry.isPresent()) {
                    return entry;
                }
            }
        }
    }

    /// Behind the last entry that [#next] has answered.
    public LogPosition position() {
        LineReader open = reader;
        return open == null ? position : new LogPosition(reading, open.position());
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

    private @Nullable LineReader lines() throws IOException {
        if (reader == null) {
            Optional<Path> file = successor();
            if (file.isPresent()) {
                open(file.get(), 0);
            }
        }
        return reader;
    }

    /// A file may be renamed or removed while it is found and opened: then the next call finds what
    /// is there.
    private void open(Path file, long offset) throws IOException {
        long before = inode(file);
        try {
            LineReader opened = LineReader.from(file, offset);
            if (before == inode(file)) {
                reader = opened;
                reading = before;
            } else {
                opened.close();
            }
        } catch (NoSuchFileException _) {
            reader = null;
        }
    }

    /// The file after the one that was read, in the order they were written; the oldest at first,
    /// and when the one that was read has been rotated away.
    private Optional<Path> successor() throws IOException {
        List<Path> files = files();
        for (int i = 0; reading != NO_FILE && i < files.size(); i++) {
            if (reading == inode(files.get(i))) {
                return i + 1 < files.size() ? Optional.of(files.get(i + 1)) : Optional.empty();
            }
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(files.getFirst());
    }

    /// Goes on to the next file once this one has been read to its end and is not the current one
    /// any more. What was written to it between the last read and the rename is read first.
    private boolean advance(LineReader lines) throws IOException {
        if (reading == inode(current) || successor().isEmpty()) {
            return false;
        }
        pending = lines.next();
        if (pending.isEmpty()) {
            position = new LogPosition(reading, lines.position());
            lines.close();
            reader = null;
        }
        return true;
    }

    private static long inode(Path file) throws IOException {
        try {
            return (long) Files.getAttribute(file, "unix:ino");
        } catch (NoSuchFileException _) {
            return NO_FILE;
        }
    }

    @Override
    public void close() throws IOException {
        LineReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
