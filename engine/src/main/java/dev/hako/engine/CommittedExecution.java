package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.ProcessOptions;
import dev.hako.image.Image;
import dev.hako.kernel.Signal;
import dev.hako.oci.image.Execution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How containers of an image run that was made of a container: as the container did.
final class CommittedExecution {
    private CommittedExecution() {}

    /// Of an image that is in no store.
    static Execution of(Image.Defaults defaults) {
        return new Execution(
                absentIfEmpty(defaults.user()),
                defaults.exposedPorts(),
                defaults.env(),
                defaults.entrypoint(),
                defaults.command(),
                defaults.volumes(),
                absentIfEmpty(defaults.workingDirectory()),
                defaults.labels(),
                defaults.stopSignal().orElse(null),
                defaults.healthcheck().orElse(null),
                List.of(),
                List.of());
    }

    private static @Nullable String absentIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    /// The image's, with what the container was asked to do otherwise.
    static Execution of(Execution image, ContainerConfig config) {
        ProcessOptions process = config.process();
        boolean replaced = config.entrypoint().isPresent() || !config.command().isEmpty();
        Map<String, String> labels = new LinkedHashMap<>(image.labels());
        labels.putAll(config.labels());
        return new Execution(
                process.user().orElse(image.user()),
                image.exposedPorts(),
                environment(image.env(), process.env()),
                config.entrypoint().orElse(image.entrypoint()),
                replaced ? config.command() : image.cmd(),
                image.volumes(),
                process.workingDirectory().orElse(image.workingDir()),
                labels,
                stopSignal(image, config.lifecycle().stopSignal()),
                image.healthcheck(),
                image.onBuild(),
                image.shell());
    }

    /// As the image spells it, if it is the image's.
    private static @Nullable String stopSignal(Execution image, Optional<Integer> chosen) {
        Optional<String> own = Optional.ofNullable(image.stopSignal());
        boolean same = own.flatMap(Signal::parse).map(Signal::number).equals(chosen);
        return same ? own.orElse(null) : chosen.map(String::valueOf).orElse(null);
    }

    private static List<String> environment(List<String> before, List<String> changed) {
        Map<String, String> entries = new LinkedHashMap<>();
        before.forEach(entry -> entries.put(entry.split("=", 2)[0], entry));
        changed.forEach(entry -> entries.put(entry.split("=", 2)[0], entry));
        return List.copyOf(entries.values());
    }
}
