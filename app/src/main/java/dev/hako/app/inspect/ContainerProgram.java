package dev.hako.app.inspect;

import dev.hako.app.document.Document;
import dev.hako.engine.Container;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.PortRequest;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.kernel.Signal;
import dev.hako.oci.image.Execution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A container's program: what was asked for, and what its image says where nothing was.
final class ContainerProgram {
    private ContainerProgram() {}

    static Document of(Container container, ImageLibrary images) {
        ContainerConfig config = container.config();
        Execution image =
                container.origin().map(origin -> image(origin, images)).orElse(Execution.NONE);
        String shortId = container.id().substring(0, 12);
        return Document.with("Hostname", config.process().hostname().orElse(shortId))
                .and("Domainname", config.process().domainname().orElse(""))
                .and("User", config.process().user().orElse(text(image.user())))
                .and("ExposedPorts", set(exposed(config.namespaces().connections())))
                .and("Tty", config.process().terminal())
                .and("OpenStdin", config.process().openInput())
                .and("StdinOnce", config.process().inputOnce())
                .and("Env", environment(config.process().env(), image.env()))
                .and("Cmd", config.command())
                .and("Healthcheck", config.health().map(HealthDetails::of).orElse(null))
                .and("Image", config.image())
                .and("Volumes", set(volumes(config.storage().mounts())))
                .and(
                        "WorkingDir",
                        config.process().workingDirectory().orElse(text(image.workingDir())))
                .and("Entrypoint", config.entrypoint().orElse(null))
                .and("Labels", new TreeMap<>(config.labels()))
                .and("StopSignal", stopSignal(config))
                .and(
                        "StopTimeout",
                        config.lifecycle().stopTimeout().map(time -> time.toSeconds()).orElse(null))
                .build();
    }

    /// A container keeps its image, unless somebody takes files out of the store by hand.
    private static Execution image(Image.Origin origin, ImageLibrary images) {
        try {
            return images.store().pinned(origin.manifest()).config().config();
        } catch (Failure _) {
            return Execution.NONE;
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Stream<String> exposed(NetworkOptions options) {
        return Stream.concat(options.exposed().stream(), options.published().stream())
                .map(PortRequest::containerSide);
    }

    private static Stream<String> volumes(List<MountRequest> mounts) {
        return mounts.stream()
                .filter(mount ->
                        mount instanceof MountRequest.Volume volume && volume.how().anonymous())
                .map(MountRequest::target);
    }

    /// Docker's and Go's way to say it.
    private static @Nullable Map<String, Map<String, String>> set(Stream<String> names) {
        Map<String, Map<String, String>> set = new TreeMap<>();
        names.forEach(name -> set.put(name, Map.of()));
        return set.isEmpty() ? null : set;
    }

    /// What was asked for comes first, as in Docker.
    private static List<String> environment(List<String> asked, List<String> image) {
        Map<String, String> entries = new LinkedHashMap<>();
        asked.forEach(entry -> entries.put(name(entry), entry));
        image.forEach(entry -> entries.putIfAbsent(name(entry), entry));
        return List.copyOf(entries.values());
    }

    private static String name(String entry) {
        return entry.split("=", 2)[0];
    }

    private static @Nullable String stopSignal(ContainerConfig config) {
        return config.lifecycle()
                .stopSignal()
                .map(number -> new Signal(number).name())
                .orElse(null);
    }
}
