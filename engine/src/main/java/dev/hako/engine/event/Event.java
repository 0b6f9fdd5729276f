package dev.hako.engine.event;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Something that has happened.
///
/// @param type of thing that it happened to
/// @param action one of [Actions], perhaps with a detail
/// @param actorId of the thing
/// @param attributes what else is known, by name: `name`, `image`, labels, `exitCode` …
/// @param timeNanos since the epoch
public record Event(
        EventType type,
        String action,
        String actorId,
        Map<String, String> attributes,
        long timeNanos)
        implements JsonRecord {
    private static final int SCHEMA = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public Event {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    public Instant time() {
        return Instant.ofEpochSecond(timeNanos / NANOS_PER_SECOND, timeNanos % NANOS_PER_SECOND);
    }

    /// The action without its detail.
    public String verb() {
        int colon = action.indexOf(':');
        return colon < 0 ? action : action.substring(0, colon);
    }

    /// An attribute, or nothing.
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }

    /// Reads a line of a journal; nothing if it is not whole, or of a later hako.
    static Optional<Event> parse(byte[] line) {
        try {
            return Optional.of(Json.read("event", line, Event::read))
                    .filter(event -> event.timeNanos > 0);
        } catch (InvalidDocumentException _) {
            return Optional.empty();
        }
    }

    private static Event read(JsonObject in) {
        int schema = in.required("schema", INT32);
        if (schema > SCHEMA) {
            throw InvalidDocumentException.at("schema", schema + " is not known");
        }
        return new Event(
                in.required("type", word(EventType.values())),
                in.required("action", STRING),
                in.required("id", STRING),
                in.map("attributes", STRING),
                in.required("time", INT64));
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("schema", SCHEMA)
                .always("type", type)
                .always("action", action)
                .always("id", actorId)
                .put("attributes", attributes)
                .always("time", timeNanos);
    }
}
