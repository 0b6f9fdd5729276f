package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.output.Words;
import dev.hako.app.value.Durations;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Pod;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container as `hako ps` shows it, under the names that Docker's templates use.
final class ContainerRow {
    /// What stands over each field in a table.
    static final Document HEADINGS =
            Document.with("ID", "CONTAINER ID")
                    .and("Names", "NAMES")
                    .and("Image", "IMAGE")
                    .and("Command", "COMMAND")
                    .and("CreatedAt", "CREATED AT")
                    .and("RunningFor", "CREATED")
                    .and("State", "STATE")
                    .and("Status", "STATUS")
                    .and("Ports", "PORTS")
                    .and("Labels", "LABELS")
                    .and("Mounts", "MOUNTS")
                    .and("Networks", "NETWORKS")
                    .and("Isolation", "ISOLATION")
                    .and("Pod", "POD ID")
                    .and("PodName", "PODNAME")
                    .and("Label", (Document.Method) ContainerRow::labelHeading)
                    .build();

    private static final int COMMAND_WIDTH = 20;
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z", Locale.ROOT);

    private ContainerRow() {}

    /// @param whole whether nothing is shortened
    static Document of(Container container, Instant now, boolean whole, ZoneId zone) {
        ContainerConfig config = container.config();
        ContainerState state = container.state();
        String command = Words.quoted(command(config));
        Map<String, String> labels = config.labels();
        return Document.with("ID", whole ? container.id() : Words.shortId(container.id()))
                .and("Names", container.name())
                .and("Image", config.image())
                .and("Command", whole ? command : Words.cut(command, COMMAND_WIDTH))
                .and("CreatedAt", CREATED.format(container.createdAt().atZone(zone)))
                .and("RunningFor", Durations.roughly(since(container.createdAt(), now)) + " ago")
                .and("State", state.word())
                .and("Status", status(state, now))
                .and("Ports", "")
                .and("Labels", pairs(labels))
                .and("Mounts", mounts(config))
                .and("Networks", config.namespaces().network().orElse("none"))
                .and("Isolation", container.isolation())
                .and(
                        "Pod",
                        container
                                .pod()
                                .map(pod -> whole ? pod.id() : Words.shortId(pod.id()))
                                .orElse(""))
                .and("PodName", container.pod().map(Pod::name).orElse(""))
                .and("Label", labelOf(labels))
                .build();
    }

    /// The program and its arguments, as far as the user has named them.
    private static List<String> command(ContainerConfig config) {
        List<String> words = new ArrayList<>(config.entrypoint().orElse(List.of()));
        words.addAll(config.command());
        return words;
    }

    private static String status(ContainerState state, Instant now) {
        return switch (state) {
            case ContainerState.Created _ -> "Created";
            case ContainerState.Starting _ -> "Starting";
            case ContainerState.Running(int _, Instant startedAt) ->
                    "Up " + Durations.roughly(since(startedAt, now));
            case ContainerState.Exited exited ->
                    "Exited (%d) %s ago"
                            .formatted(
                                    exited.exit().code(),
                                    Durations.roughly(since(exited.exit().finishedAt(), now)));
            case ContainerState.Removing _ -> "Removal In Progress";
        };
    }

    private static Duration since(Instant then, Instant now) {
        return now.isBefore(then) ? Duration.ZERO : Duration.between(then, now);
    }

    private static String pairs(Map<String, String> labels) {
        List<String> pairs = new ArrayList<>();
        labels.forEach((key, value) -> pairs.add(key + "=" + value));
        return String.join(",", pairs);
    }

    private static String mounts(ContainerConfig config) {
        List<String> sources = new ArrayList<>();
        for (MountRequest mount : config.storage().mounts()) {
            if (mount instanceof MountRequest.Bind bind) {
                sources.add(bind.source());
            }
        }
        return String.join(",", sources);
    }

    private static Document.Method labelOf(Map<String, String> labels) {
        return (List<@Nullable Object> arguments) -> labels.getOrDefault(labelKey(arguments), "");
    }

    private static Object labelHeading(List<@Nullable Object> arguments) {
        return labelKey(arguments).toUpperCase(Locale.ROOT);
    }

    private static String labelKey(List<@Nullable Object> arguments) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof String key) {
            return key;
        }
        throw new IllegalArgumentException("Label takes a label's key");
    }
}
