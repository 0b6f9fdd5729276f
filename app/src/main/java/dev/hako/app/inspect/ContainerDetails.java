package dev.hako.app.inspect;

import dev.hako.app.document.Document;
import dev.hako.app.network.ContainerNetworks;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerSizes;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.engine.Volumes;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.volume.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything about one container.
public final class ContainerDetails {
    /// Docker's word for a time that never was.
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private ContainerDetails() {}

    /// What `hako inspect` shows.
    ///
    /// @param engine which has it
    public static Document of(Container container, Engine engine) {
        return builder(container, engine).build();
    }

    /// The same with the size of its files.
    public static Document sized(Container container, Engine engine) {
        ContainerSizes.Bytes bytes = new ContainerSizes().of(container);
        return builder(container, engine)
                .and("SizeRw", bytes.own())
                .and("SizeRootFs", bytes.whole())
                .build();
    }

    private static Document.Builder builder(Container container, Engine engine) {
        ContainerConfig config = container.config();
        List<String> words = new ArrayList<>(config.entrypoint().orElse(List.of()));
        words.addAll(config.command());
        return Document.with("Id", container.id())
                .and("Created", container.createdAt().toString())
                .and("Path", words.isEmpty() ? "" : words.getFirst())
                .and("Args", words.isEmpty() ? List.of() : words.subList(1, words.size()))
                .and("State", withHealth(state(container.state()), container))
                .and("Image", imageId(container))
                .and("Name", "/" + container.name())
                .and("RestartCount", container.restartCount())
                .and("Platform", "linux")
                .and("Isolation", container.isolation())
                .and("Pod", container.pod().map(Pod::id).orElse(""))
                .and("PodName", container.pod().map(Pod::name).orElse(""))
                .and("LogPath", logPath(container))
                .and("AppArmorProfile", config.security().apparmorProfile().orElse(""))
                .and("ProcessLabel", config.security().selinuxLabel().orElse(""))
                .and("HostConfig", HostConfig.of(config))
                .and("Mounts", mounts(config, engine.volumes()))
                .and("Config", ContainerProgram.of(container, engine.images()))
                .and("NetworkSettings", new ContainerNetworks(container, engine).settings());
    }

    private static String imageId(Container container) {
        return container
                .origin()
                .map(origin -> origin.id().toString())
                .orElse(container.config().image());
    }

    private static String logPath(Container container) {
        boolean kept = container.config().lifecycle().log().driver() != LogDriver.NONE;
        return kept ? container.logFile().toString() : "";
    }

    private static Document state(ContainerState state) {
        boolean paused = state instanceof ContainerState.Paused;
        boolean restarting = state instanceof ContainerState.Restarting;
        boolean running = state instanceof ContainerState.Running || paused || restarting;
        Document.Builder document =
                Document.with("Status", state.word())
                        .and("Running", running)
                        .and("Paused", paused)
                        .and("Restarting", restarting)
                        .and("OOMKilled", oomKilled(state))
                        .and("Dead", false);
        return switch (state) {
            case ContainerState.Running(int pid, Instant startedAt) ->
                    rest(document, pid, 0, "", startedAt.toString(), NEVER);
            case ContainerState.Paused(int pid, Instant startedAt) ->
                    rest(document, pid, 0, "", startedAt.toString(), NEVER);
            case ContainerState.Exited exited -> ended(document, exited);
            case ContainerState.Restarting waiting -> ended(document, waiting.exited());
            case ContainerState.Created _, ContainerState.Starting _, ContainerState.Removing _ ->
                    rest(document, 0, 0, "", NEVER, NEVER);
        };
    }

    private static boolean oomKilled(ContainerState state) {
        return switch (state) {
            case ContainerState.Exited exited -> exited.exit().oomKilled();
            case ContainerState.Restarting waiting -> waiting.exited().exit().oomKilled();
            case ContainerState.Created _,
                    ContainerState.Starting _,
                    ContainerState.Running _,
                    ContainerState.Paused _,
                    ContainerState.Removing _ ->
                    false;
        };
    }

    private static Document ended(Document.Builder document, ContainerState.Exited exited) {
        return rest(
                document,
                0,
                exited.exit().code(),
                exited.error().orElse(""),
                exited.startedAt().map(Instant::toString).orElse(NEVER),
                exited.exit().finishedAt().toString());
    }

    private static Document withHealth(Document state, Container container) {
        Optional<Document> health = container.health().map(HealthDetails::of);
        return health.isEmpty()
                ? state
                : Document.with("Health", health.get()).andAll(state).build();
    }

    private static Document rest(
            Document.Builder document,
            int pid,
            int exitCode,
            String error,
            String startedAt,
            String finishedAt) {
        return document.and("Pid", pid)
                .and("ExitCode", exitCode)
                .and("Error", error)
                .and("StartedAt", startedAt)
                .and("FinishedAt", finishedAt)
                .build();
    }

    private static List<Document> mounts(ContainerConfig config, Volumes volumes) {
        return config.storage().mounts().stream().map(each -> mount(each, volumes)).toList();
    }

    private static Document mount(MountRequest mount, Volumes volumes) {
        return switch (mount) {
            case MountRequest.Bind bind ->
                    Document.with("Type", "bind")
                            .and("Source", bind.source())
                            .and("Destination", bind.target())
                            .and("Mode", mode(bind))
                            .and("RW", bind.writable())
                            .and("Propagation", propagation(bind.options()))
                            .build();
            case MountRequest.Tmpfs tmpfs ->
                    Document.with("Type", "tmpfs")
                            .and("Source", "")
                            .and("Destination", tmpfs.target())
                            .and("Mode", String.join(",", tmpfs.options()))
                            .and("RW", tmpfs.writable())
                            .and("Propagation", "")
                            .build();
            case MountRequest.ImageFiles files ->
                    Document.with("Type", "image")
                            .and("Source", files.image())
                            .and("Destination", files.target())
                            .and("Mode", "")
                            .and("RW", false)
                            .and("Propagation", "")
                            .and(
                                    "Image",
                                    files.origin().map(image -> image.id().toString()).orElse(""))
                            .and("Subpath", files.subpath().orElse(""))
                            .build();
            case MountRequest.Volume volume ->
                    Document.with("Type", "volume")
                            .and("Name", volume.name())
                            .and("Source", volumes.mountpoint(volume.name()).toString())
                            .and("Destination", volume.target())
                            .and("Driver", Volume.DRIVER)
                            .and("Mode", volume.how().mode())
                            .and("RW", volume.writable())
                            .and("Propagation", "")
                            .build();
        };
    }

    /// What was written behind the second colon of `-v`.
    private static String mode(MountRequest.Bind bind) {
        return bind.createSource() ? String.join(",", bind.options()) : "";
    }

    private static String propagation(List<String> options) {
        return options.stream()
                .filter(option -> option.matches("r?(shared|slave|private)"))
                .reduce("rprivate", (_, last) -> last);
    }
}
