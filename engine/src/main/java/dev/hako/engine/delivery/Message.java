package dev.hako.engine.delivery;

import dev.hako.engine.log.LogEntry;
import java.util.Optional;

/// The form in which a receiver is told of an entry.
interface Message {
    /// What it is to be told.
    ///
    /// @param piece which part of a line it is, if it is not the whole of one
    byte[] of(LogEntry entry, Optional<Piece> piece);
}
