package dev.hako.engine.delivery;

import dev.hako.engine.config.LogTag.Subject;
import dev.hako.engine.log.LogEntry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An entry of a log as journald takes it: fields, each `NAME=value` and a newline, or with its
/// length if the value holds newlines (systemd's "Native Journal Protocol").
///
/// @param tag what the container is called
/// @param attributes fields besides, under names that journald may not take as they are
record JournalMessage(Subject subject, String tag, Map<String, String> attributes)
        implements Message {
    private static final String INFO = "6";
    private static final String ERROR = "3";

    @Override
    public byte[] of(LogEntry entry, Optional<Piece> piece) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        attributes.forEach((name, value) -> put(fields, fieldName(name), value));
        put(fields, "PRIORITY", entry.stream() == LogEntry.Stream.STDERR ? ERROR : INFO);
        put(fields, "CONTAINER_ID", subject.shortId());
        put(fields, "CONTAINER_ID_FULL", subject.id());
        put(fields, "CONTAINER_NAME", subject.name());
        put(fields, "CONTAINER_TAG", tag);
        put(fields, "IMAGE_NAME", subject.image());
        put(fields, "SYSLOG_IDENTIFIER", tag);
        put(fields, "SYSLOG_TIMESTAMP", entry.time().toString());
        piece.ifPresent(part -> putPiece(fields, part));
        put(fields, "MESSAGE", entry.text());
        return fields.toByteArray();
    }

    /// As Docker's driver has it: all but the last say that there is more.
    private static void putPiece(ByteArrayOutputStream fields, Piece piece) {
        put(fields, "CONTAINER_PARTIAL_ID", piece.line());
        put(fields, "CONTAINER_PARTIAL_ORDINAL", String.valueOf(piece.number()));
        put(fields, "CONTAINER_PARTIAL_LAST", String.valueOf(piece.last()));
        if (!piece.last()) {
            put(fields, "CONTAINER_PARTIAL_MESSAGE", "true");
        }
    }

    /// Capitals, digits and underscores, of which none comes first: those are journald's own.
    private static String fieldName(String name) {
        String known = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        return known.replaceFirst("^[_0-9]+", "");
    }

    private static void put(ByteArrayOutputStream fields, String name, String value) {
        put(fields, name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(ByteArrayOutputStream fields, String name, byte[] value) {
        if (name.isEmpty()) {
            return;
        }
        fields.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        if (holdsNewline(value)) {
            fields.write('\n');
            fields.writeBytes(
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(value.length)
                            .array());
        } else {
            fields.write('=');
        }
        fields.writeBytes(value);
        fields.write('\n');
    }

    private static boolean holdsNewline(byte[] value) {
        for (byte b : value) {
            if (b == '\n') {
                return true;
            }
        }
        return false;
    }
}
