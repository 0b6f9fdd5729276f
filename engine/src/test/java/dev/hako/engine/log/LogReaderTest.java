package dev.hako.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    @TempDir Path directory;
    private Path log;

    @BeforeEach
    void place() {
        log = directory.resolve("log");
    }

    @Test
    void readsStreamsAndPartsAsTheyWereWritten() throws IOException {
        write("2026-01-02T03:04:05.000000001Z stdout F a b \n2026-01-02T03:04:06Z stderr P x\n");

        assertThat(read(LogRequest.ALL))
                .containsExactly(
                        entry(
                                "2026-01-02T03:04:05.000000001Z",
                                LogEntry.Stream.STDOUT,
                                true,
                                "a b "),
                        entry("2026-01-02T03:04:06Z", LogEntry.Stream.STDERR, false, "x"));
    }

    @Test
    void passesOverLinesOfAnotherForm() throws IOException {
        write("garbage\n\n2026-01-02T03:04:05Z stdout F\n2026-01-02T03:04:05Z stdout X y\n");

        assertThat(read(LogRequest.ALL))
                .containsExactly(entry("2026-01-02T03:04:05Z", LogEntry.Stream.STDOUT, true, ""));
    }

    @Test
    void readsRotatedFilesOldestFirst() throws IOException {
        Files.writeString(directory.resolve("log.2"), line(1));
        Files.writeString(directory.resolve("log.1"), line(2));
        write(line(3));

        assertThat(texts(read(LogRequest.ALL))).containsExactly("line 1", "line 2", "line 3");
    }

    @Test
    void followsThroughSeveralRotationsWithoutLosingALine() throws IOException {
        write(line(1));
        AtomicBoolean live = new AtomicBoolean(true);
        try (LogReader reader = LogReader.open(log, following(), live::get)) {
            assertThat(text(reader.next())).isEqualTo("line 1");
            write(line(2));
            Files.move(log, directory.resolve("log.1"));
            write(line(3));
            Files.move(directory.resolve("log.1"), directory.resolve("log.2"));
            Files.move(log, directory.resolve("log.1"));
            write(line(4));
            live.set(false);

            assertThat(texts(rest(reader))).containsExactly("line 2", "line 3", "line 4");
        }
    }

    @Test
    void saysWhenAllThatThereIsHasBeenRead() throws IOException {
        write(line(1) + line(2));
        AtomicBoolean live = new AtomicBoolean(true);
        List<String> seen = new ArrayList<>();
        try (LogReader reader = LogReader.open(log, following(), live::get)) {
            Runnable stop =
                    () -> {
                        seen.add("a wait");
                        live.set(false);
                    };
            for (Optional<LogEntry> e = reader.next(stop); e.isPresent(); e = reader.next(stop)) {
                seen.add(text(e));
            }
        }
        assertThat(seen).containsExactly("line 1", "line 2", "a wait");
    }

    @Test
    void keepsOnlyTheLastLinesAsked() throws IOException {
        write(line(1) + line(2) + line(3));

        assertThat(texts(read(tail(2)))).containsExactly("line 2", "line 3");
        assertThat(read(tail(0))).isEmpty();
    }

    @Test
    void anUnfinishedLineIsOneOfTheLast() throws IOException {
        write(line(1) + line(2) + line(3).replace(" F ", " P "));

        assertThat(texts(read(tail(1)))).containsExactly("line 3");
        assertThat(texts(read(tail(2)))).containsExactly("line 2", "line 3");
        assertThat(read(tail(0))).isEmpty();
    }

    @Test
    void keepsToTheTimesAsked() throws IOException {
        write(line(1) + line(2) + line(3));
        LogRequest middle =
                new LogRequest(
                        false,
                        true,
                        true,
                        Optional.of(Instant.parse("2026-01-02T03:04:02Z")),
                        Optional.of(Instant.parse("2026-01-02T03:04:02Z")),
                        OptionalLong.empty());

        assertThat(texts(read(middle))).containsExactly("line 2");
    }

    @Test
    void aContainerWithoutALogHasNoEntries() {
        assertThat(read(LogRequest.ALL)).isEmpty();
    }

    private static LogRequest following() {
        return new LogRequest(
                true, true, true, Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    private static LogRequest tail(long lines) {
        return new LogRequest(
                false, true, true, Optional.empty(), Optional.empty(), OptionalLong.of(lines));
    }

    private static String line(int n) {
        return "2026-01-02T03:04:0" + n + "Z stdout F line " + n + "\n";
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<LogEntry> read(LogRequest request) {
        try (LogReader reader = LogReader.open(log, request, () -> false)) {
            return rest(reader);
        }
    }

    private static List<LogEntry> rest(LogReader reader) {
        List<LogEntry> entries = new ArrayList<>();
        for (Optional<LogEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
            entries.add(e.get());
        }
        return entries;
    }

    private static List<String> texts(List<LogEntry> entries) {
        return entries.stream().map(e -> text(Optional.of(e))).toList();
    }

    private static String text(Optional<LogEntry> entry) {
        return new String(entry.orElseThrow().text(), StandardCharsets.UTF_8);
    }

    private static LogEntry entry(String time, LogEntry.Stream stream, boolean whole, String text) {
        return new LogEntry(
                Instant.parse(time), stream, whole, text.getBytes(StandardCharsets.UTF_8));
    }
}
