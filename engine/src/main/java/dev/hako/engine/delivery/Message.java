package dev.hako.engine.delivery;

import dev.hako.engine.log.LogEntry;

/// The form in which a receiver is told of an entry.
interface Message {
    byte[] of(LogEntry entry);
}
