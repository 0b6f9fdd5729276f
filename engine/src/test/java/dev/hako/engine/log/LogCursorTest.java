package dev.hako.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCursorTest {
    @TempDir Path directory;
    private Path log;

    @BeforeEach
    void place() {
        log = directory.resolve("log");
    }

    private void write(String text) throws IOException {
        String line = "2026-01-02T03:04:05Z stdout F " + text + "\n";
        Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rotate() throws IOException {
        if (Files.exists(directory.resolve("log.1"))) {
            Files.move(directory.resolve("log.1"), directory.resolve("log.2"));
        }
        Files.move(log, directory.resolve("log.1"));
    }

    /// Where one gets to by reading so many entries.
    private LogPosition after(LogPosition start, int entries) throws IOException {
        try (LogCursor cursor = LogCursor.at(log, start)) {
            for (int i = 0; i < entries; i++) {
                assertThat(cursor.next()).isPresent();
            }
            return cursor.position();
        }
    }

    private List<String> from(LogPosition position) throws IOException {
        List<String> texts = new ArrayList<>();
        try (LogCursor cursor = LogCursor.at(log, position)) {
            Optional<LogEntry> entry = cursor.next();
            while (entry.isPresent()) {
                texts.add(new String(entry.get().text(), StandardCharsets.UTF_8));
                entry = cursor.next();
            }
        }
        return texts;
    }

    @Test
    void goesOnWhereAnotherStopped() throws IOException {
        write("1");
        write("2");
        LogPosition first = after(LogPosition.BEGINNING, 1);
        assertThat(from(first)).containsExactly("2");
        assertThat(from(after(first, 1))).isEmpty();
        write("3");
        assertThat(from(after(first, 1))).containsExactly("3");
    }

    @Test
    void goesOnInAFileThatWasRotatedMeanwhile() throws IOException {
        write("1");
        write("2");
        LogPosition first = after(LogPosition.BEGINNING, 1);
        rotate();
        write("3");
        rotate();
        write("4");
        assertThat(from(first)).containsExactly("2", "3", "4");
    }

    @Test
    void beginsWithTheOldestWhenItsFileIsGone() throws IOException {
        write("1");
        LogPosition first = after(LogPosition.BEGINNING, 1);
        rotate();
        write("2");
        Files.delete(directory.resolve("log.1"));
        assertThat(from(first)).containsExactly("2");
    }

    @Test
    void takesNoOtherFileOfTheSameNumberForItsOwn() throws IOException {
        write("a line that is long enough");
        LogPosition first = after(LogPosition.BEGINNING, 1);
        Files.writeString(log, "2026-01-02T03:04:05Z stdout F x\n");
        assertThat(from(first)).containsExactly("x");
    }
}
