package dev.hako.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.log.LogEntry;
import dev.hako.engine.log.LogEntry.Stream;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Lines in several parts.
class PiecesTest {
    private final Pieces pieces = new Pieces();

    private Optional<Piece> next(Stream stream, boolean whole) {
        return pieces.next(new LogEntry(Instant.EPOCH, stream, whole, new byte[] {'x'}));
    }

    @Test
    void aWholeLineIsNone() {
        assertThat(next(Stream.STDOUT, true)).isEmpty();
        assertThat(next(Stream.STDERR, true)).isEmpty();
    }

    @Test
    void partsOfALineHaveItsIdAndCountUp() {
        Piece first = next(Stream.STDOUT, false).orElseThrow();
        assertThat(first.line()).matches("[0-9a-f]{64}");
        assertThat(first).isEqualTo(new Piece(first.line(), 1, false));
        assertThat(next(Stream.STDOUT, false)).contains(new Piece(first.line(), 2, false));
        assertThat(next(Stream.STDOUT, true)).contains(new Piece(first.line(), 3, true));
        assertThat(next(Stream.STDOUT, true)).isEmpty();
        assertThat(next(Stream.STDOUT, false).orElseThrow().line()).isNotEqualTo(first.line());
    }

    @Test
    void eachStreamHasLinesOfItsOwn() {
        Piece output = next(Stream.STDOUT, false).orElseThrow();
        assertThat(next(Stream.STDERR, true)).isEmpty();
        assertThat(next(Stream.STDERR, false).orElseThrow().number()).isEqualTo(1);
        assertThat(next(Stream.STDOUT, true)).contains(new Piece(output.line(), 2, true));
    }
}
