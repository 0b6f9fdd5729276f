package dev.hako.engine.delivery;

import dev.hako.engine.log.LogEntry;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Which entries of a log are parts of one line. An engine that goes on in the middle of a line
/// takes the rest for another.
final class Pieces {
    private static final int ID_BYTES = 32;

    private final Map<LogEntry.Stream, Piece> open = new EnumMap<>(LogEntry.Stream.class);

    /// What part of a line the next entry is; empty if it is the whole of one.
    Optional<Piece> next(LogEntry entry) {
        Optional<Piece> piece =
                Optional.ofNullable(open.remove(entry.stream()))
                        .map(before -> new Piece(before.line(), before.number() + 1, entry.whole()))
                        .or(() -> first(entry));
        piece.filter(part -> !part.last()).ifPresent(part -> open.put(entry.stream(), part));
        return piece;
    }

    private static Optional<Piece> first(LogEntry entry) {
        return entry.whole() ? Optional.empty() : Optional.of(new Piece(newLine(), 1, false));
    }

    private static String newLine() {
        byte[] bytes = new byte[ID_BYTES];
        RandomGenerator.getDefault().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
