package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.HealthCheck;
import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.PortRequest;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.kernel.Signal;
import dev.hako.oci.image.Healthcheck;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes into a new container's configuration what its image says where nothing was asked for, so
/// that it stays so when the image's name is given to another. Environment, user and directory are
/// looked up in the image at each start.
final class ImageDefaults {
    private ImageDefaults() {}

    static ContainerConfig in(ContainerConfig asked, Image image) {
        Image.Defaults defaults = image.defaults();
        ContainerConfig config = image.origin().isEmpty() ? asked : program(asked, defaults);
        Map<String, String> labels = new LinkedHashMap<>(defaults.labels());
        labels.putAll(config.labels());
        return exposing(config, defaults)
                .withDefaults(health(config, defaults), end(config, defaults), labels);
    }

    /// Ports that are none are nobody's.
    private static ContainerConfig exposing(ContainerConfig config, Image.Defaults defaults) {
        if (defaults.exposedPorts().isEmpty()) {
            return config;
        }
        NamespaceOptions options = config.namespaces();
        List<PortRequest> ports =
                defaults.exposedPorts().stream().flatMap(ImageDefaults::ports).toList();
        return config.withNamespaces(
                options.withConnections(options.connections().withExposed(ports)));
    }

    private static Stream<PortRequest> ports(String text) {
        try {
            return PortRequest.exposed(text).stream();
        } catch (Failure _) {
            return Stream.empty();
        }
    }

    /// As Docker records it: of a container one sees what it runs.
    private static ContainerConfig program(ContainerConfig config, Image.Defaults defaults) {
        boolean replaced = config.entrypoint().isPresent() || !config.command().isEmpty();
        Optional<List<String>> own =
                Optional.of(defaults.entrypoint()).filter(words -> !words.isEmpty());
        return config.withProgram(
                config.entrypoint().or(() -> own),
                replaced ? config.command() : defaults.command());
    }

    private static Optional<HealthCheck> health(ContainerConfig config, Image.Defaults defaults) {
        Optional<HealthCheck> own = defaults.healthcheck().flatMap(ImageDefaults::health);
        return config.health()
                .map(asked -> own.map(asked::or).orElse(asked))
                .or(() -> own)
                .filter(HealthCheck::tests)
                .map(check -> check.or(HealthCheck.STANDARD));
    }

    /// A test that is of no kind known is no test.
    private static Optional<HealthCheck> health(Healthcheck check) {
        try {
            return Optional.of(
                    new HealthCheck(
                            check.test(),
                            time(check.interval()),
                            time(check.timeout()),
                            Optional.ofNullable(check.retries()).orElse(0),
                            time(check.startPeriod()),
                            time(check.startInterval())));
        } catch (Failure _) {
            return Optional.empty();
        }
    }

    private static Duration time(@Nullable Duration time) {
        return time == null ? Duration.ZERO : time;
    }

    private static LifecycleOptions end(ContainerConfig config, Image.Defaults defaults) {
        LifecycleOptions asked = config.lifecycle();
        return asked.stopSignal().isPresent()
                ? asked
                : defaults.stopSignal()
                        .flatMap(Signal::parse)
                        .map(signal -> asked.withStopSignal(signal.number()))
                        .orElse(asked);
    }
}
