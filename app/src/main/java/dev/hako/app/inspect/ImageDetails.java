package dev.hako.app.inspect;

import dev.hako.app.document.Document;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.Healthcheck;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.ImageReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything about one image, in Docker's shape.
public final class ImageDetails {
    private ImageDetails() {}

    /// What `hako image inspect` shows.
    public static Document of(StoredImage image, ImageLibrary library) {
        ImageConfig config = image.config();
        return Document.with("Id", image.id().toString())
                .and("RepoTags", names(image.tags()))
                .and("RepoDigests", names(image.digests()))
                .and("Parent", "")
                .and("Comment", comment(config))
                .and("Created", text(config.created()))
                .and("DockerVersion", "")
                .and("Author", text(config.author()))
                .and("Config", config(config.config()))
                .and("Architecture", config.platform().architecture())
                .and("Variant", text(config.platform().variant()))
                .and("Os", config.platform().os())
                .and("Size", library.sizeBytes(image))
                .and("GraphDriver", driver(image, library))
                .and("RootFS", layers(config))
                .and("Metadata", Document.with("LastTagTime", "0001-01-01T00:00:00Z").build())
                .and("Descriptor", descriptor(image))
                .build();
    }

    private static List<String> names(List<ImageReference> names) {
        return names.stream().map(ImageReference::familiar).toList();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String comment(ImageConfig config) {
        return config.history().isEmpty()
                ? ""
                : Objects.requireNonNullElse(config.history().getLast().comment(), "");
    }

    private static Document config(Execution config) {
        return Document.with("User", text(config.user()))
                .and("ExposedPorts", set(config.exposedPorts()))
                .and("Env", config.env())
                .and("Cmd", absentIfEmpty(config.cmd()))
                .and("Healthcheck", health(config.healthcheck()))
                .and("Volumes", set(config.volumes()))
                .and("WorkingDir", text(config.workingDir()))
                .and("Entrypoint", absentIfEmpty(config.entrypoint()))
                .and("OnBuild", absentIfEmpty(config.onBuild()))
                .and("Labels", config.labels().isEmpty() ? null : config.labels())
                .and("StopSignal", text(config.stopSignal()))
                .and("Shell", absentIfEmpty(config.shell()))
                .build();
    }

    private static @Nullable List<String> absentIfEmpty(List<String> words) {
        return words.isEmpty() ? null : words;
    }

    private static @Nullable Map<String, Map<String, String>> set(Collection<String> names) {
        Map<String, Map<String, String>> set = new TreeMap<>();
        names.forEach(name -> set.put(name, Map.of()));
        return set.isEmpty() ? null : set;
    }

    private static @Nullable Document health(@Nullable Healthcheck check) {
        return check == null
                ? null
                : Document.with("Test", check.test())
                        .and("Interval", nanos(check.interval()))
                        .and("Timeout", nanos(check.timeout()))
                        .and("StartPeriod", nanos(check.startPeriod()))
                        .and("StartInterval", nanos(check.startInterval()))
                        .and("Retries", Objects.requireNonNullElse(check.retries(), 0))
                        .build();
    }

    private static long nanos(@Nullable Duration time) {
        return time == null ? 0 : time.toNanos();
    }

    /// Where the layers are unpacked, the uppermost first.
    private static Document driver(StoredImage image, ImageLibrary library) {
        List<String> directories = new ArrayList<>();
        image.config().diffIds().reversed().stream()
                .filter(library.store().layers()::has)
                .map(layer -> library.store().layers().directory(layer).toString())
                .forEach(directories::add);
        return Document.with("Name", "overlay2")
                .and("Data", Map.of("LowerDir", String.join(":", directories)))
                .build();
    }

    private static Document layers(ImageConfig config) {
        return Document.with("Type", "layers")
                .and("Layers", config.diffIds().stream().map(Object::toString).toList())
                .build();
    }

    private static Document descriptor(StoredImage image) {
        return Document.with("mediaType", image.descriptor().mediaType())
                .and("digest", image.descriptor().digest().toString())
                .and("size", image.descriptor().sizeBytes())
                .build();
    }
}
