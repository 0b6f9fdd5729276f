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

class LineReaderTest {
    private static final int MOST = 1 << 20;

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("file");
    }

    @Test
    void readsLinesWhereverTheyBegin() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int length = 0; length < 1000; length++) {
            lines.add("x".repeat(length * 7 % 1000));
        }
        append(String.join("\n", lines) + "\n");
        try (LineReader reader = new LineReader(file)) {
            assertThat(all(reader)).isEqualTo(lines);
        }
    }

    @Test
    void waitsForTheEndOfALine() throws IOException {
        append("one\ntw");
        try (LineReader reader = new LineReader(file)) {
            assertThat(all(reader)).containsExactly("one");
            append("o\n\n");
            assertThat(all(reader)).containsExactly("two", "");
        }
    }

    @Test
    void losesNothingOfALineThatIsHandedOutInPieces() throws IOException {
        String text = "0123456789".repeat(MOST / 4);
        append(text + "\nnext\n");
        try (LineReader reader = new LineReader(file)) {
            List<String> pieces = all(reader);
            assertThat(pieces).last().isEqualTo("next");
            assertThat(pieces).allMatch(piece -> piece.length() <= MOST);
            assertThat(String.join("", pieces)).isEqualTo(text + "next");
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> all(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Optional<byte[]> e = reader.next(); e.isPresent(); e = reader.next()) {
            lines.add(new String(e.get(), StandardCharsets.UTF_8));
        }
        return lines;
    }
}
