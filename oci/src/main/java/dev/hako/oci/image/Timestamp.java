package dev.hako.oci.image;

import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Kind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/// A point in time as RFC 3339, section 5.6, writes it.
final class Timestamp {
    static final Kind<Instant> KIND = Kind.text(Timestamp::parse);

    private Timestamp() {}

    private static Instant parse(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw InvalidDocumentException.at(
                    "time", text, "must be a time such as 2026-01-31T12:00:00Z");
        }
    }
}
