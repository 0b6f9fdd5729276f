package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.network.ContainerNetworks;
import dev.hako.app.output.Words;
import dev.hako.app.value.Durations;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Pod;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.PortRequest;
import dev.hako.engine.health.Health;
import dev.hako.engine.network.store.PublishedPort;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                    .and("LocalVolumes", "LOCAL VOLUMES")
                    .and("Isolation", "ISOLATION")
                    .and("Pod", "POD ID")
                    .and("PodName", "PODNAME")
                    .and("Size", "SIZE")
                    .and("Label", (Document.Method) Words::labelHeading)
                    .build();

    private static final int COMMAND_WIDTH = 20;
    private static final int MOUNT_WIDTH = 15;
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z", Locale.ROOT);

    private ContainerRow() {}

    /// What a listing is made with.
    ///
    /// @param whole whether nothing is shortened
    /// @param size what is said of a container's size
    record Look(Instant now, ZoneId zone, boolean whole, Function<Container, String> size) {}

    static Document of(Container container, Look look) {
        Instant now = look.now;
        boolean whole = look.whole;
        ContainerConfig config = container.config();
        ContainerState state = container.state();
        Map<String, String> labels = config.labels();
        return Document.with("ID", whole ? container.id() : Words.shortId(container.id()))
                .and("Names", container.name())
                .and("Image", config.image())
                .later("Command", () -> Words.quoted(command(config, whole)))
                .later("CreatedAt", () -> CREATED.format(container.createdAt().atZone(look.zone)))
                .later("RunningFor", () -> ago(container.createdAt(), now))
                .and("State", state.word())
                .later("Status", () -> status(state, now) + health(state, container))
                .later("Ports", () -> ports(container))
                .later("Labels", () -> Words.pairs(labels))
                .later("Mounts", () -> mounts(config, whole))
                .later("Networks", () -> String.join(",", ContainerNetworks.names(container)))
                .later("LocalVolumes", () -> String.valueOf(config.storage().volumes().size()))
                .and("Isolation", container.isolation())
                .later("Pod", () -> pod(container, whole))
                .later("PodName", () -> container.pod().map(Pod::name).orElse(""))
                .later("Size", () -> look.size.apply(container))
                .and("Label", Words.labelOf(labels))
                .build();
    }

    /// Those that are published, and those that are only said to be served.
    private static String ports(Container container) {
        List<PublishedPort> published = container.connected().ports();
        Set<String> known =
                published.stream().map(PublishedPort::containerSide).collect(Collectors.toSet());
        Stream<String> exposed =
                container.state().live()
                        ? container.config().namespaces().connections().exposed().stream()
                                .map(PortRequest::containerSide)
                                .filter(side -> !known.contains(side))
                        : Stream.empty();
        return Stream.concat(
                        exposed,
                        published.stream()
                                .map(port -> port.hostSide() + "->" + port.containerSide()))
                .collect(Collectors.joining(", "));
    }

    private static String pod(Container container, boolean whole) {
        return container.pod().map(pod -> whole ? pod.id() : Words.shortId(pod.id())).orElse("");
    }

    /// The program and its arguments, as far as the user has named them.
    private static String command(ContainerConfig config, boolean whole) {
        List<String> words = new ArrayList<>(config.entrypoint().orElse(List.of()));
        words.addAll(config.command());
        String line = Words.line(words);
        return whole ? line : Words.cut(line, COMMAND_WIDTH);
    }

    private static String ago(Instant then, Instant now) {
        return Durations.roughly(since(then, now)) + " ago";
    }

    private static String status(ContainerState state, Instant now) {
        return switch (state) {
            case ContainerState.Created _ -> "Created";
            case ContainerState.Starting _ -> "Starting";
            case ContainerState.Running(int _, Instant startedAt) ->
                    "Up " + Durations.roughly(since(startedAt, now));
            case ContainerState.Paused(int _, Instant startedAt) ->
                    "Up " + Durations.roughly(since(startedAt, now)) + " (Paused)";
            case ContainerState.Exited exited -> "Exited " + ended(exited, now);
            case ContainerState.Restarting waiting -> "Restarting " + ended(waiting.exited(), now);
            case ContainerState.Removing _ -> "Removal In Progress";
        };
    }

    private static String ended(ContainerState.Exited exited, Instant now) {
        return "(%d) %s".formatted(exited.exit().code(), ago(exited.exit().finishedAt(), now));
    }

    /// Docker's words behind `Up 2 minutes`.
    private static String health(ContainerState state, Container container) {
        if (!(state instanceof ContainerState.Running)) {
            return "";
        }
        return container
                .health()
                .map(Health::status)
                .map(status ->
                        status == Health.Status.STARTING
                                ? " (health: starting)"
                                : " (" + status.word() + ")")
                .orElse("");
    }

    private static Duration since(Instant then, Instant now) {
        return now.isBefore(then) ? Duration.ZERO : Duration.between(then, now);
    }

    private static String mounts(ContainerConfig config, boolean whole) {
        List<String> sources = new ArrayList<>();
        for (MountRequest mount : config.storage().mounts()) {
            switch (mount) {
                case MountRequest.Bind bind -> sources.add(bind.source());
                case MountRequest.Volume volume ->
                        sources.add(whole ? volume.name() : Words.cut(volume.name(), MOUNT_WIDTH));
                case MountRequest.ImageFiles files -> sources.add(files.image());
                case MountRequest.Tmpfs _ -> {}
            }
        }
        return String.join(",", sources);
    }
}
