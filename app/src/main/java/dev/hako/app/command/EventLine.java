package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.engine.event.Event;
import dev.hako.engine.event.EventType;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/// An event as `hako events` shows it, in Docker's forms.
final class EventLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX", Locale.ROOT);
    private static final String SCOPE = "local";

    private EventLine() {}

    /// `TIME TYPE ACTION ID (NAME=VALUE, …)`
    static String text(Event event, ZoneId zone) {
        String attributes =
                event.attributes().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(", "));
        return "%s %s %s %s%s"
                .formatted(
                        TIME.format(event.time().atZone(zone)),
                        event.type(),
                        event.action(),
                        event.actorId(),
                        attributes.isEmpty() ? "" : " (" + attributes + ")");
    }

    /// What `json` shows, and what templates find under the names that Docker's have.
    static Document document(Event event) {
        long seconds = event.time().getEpochSecond();
        boolean container = event.type() == EventType.CONTAINER;
        String image = container ? event.attribute("image").orElse("") : "";
        return Document.with("status", event.action())
                .and("id", event.actorId())
                .and("from", image)
                .and("Type", event.type().toString())
                .and("Action", event.action())
                .and(
                        "Actor",
                        Document.with("ID", event.actorId())
                                .and("Attributes", event.attributes())
                                .build())
                .and("scope", SCOPE)
                .and("time", seconds)
                .and("timeNano", event.timeNanos())
                .and("Status", (Document.Method) _ -> event.action())
                .and("ID", (Document.Method) _ -> event.actorId())
                .and("From", (Document.Method) _ -> image)
                .and("Scope", (Document.Method) _ -> SCOPE)
                .and("Time", (Document.Method) _ -> seconds)
                .and("TimeNano", (Document.Method) _ -> event.timeNanos())
                .build();
    }
}
