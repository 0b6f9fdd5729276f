package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.files.CommitRequest;
import dev.hako.image.Image;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.LayerSink;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.archive.TreeReader;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.layout.Layer;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.ImageConfig.History;
import dev.hako.oci.image.Platform;
import dev.hako.plan.RootFilesystem.Overlay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes an image of a container: a layer for each directory that its image is made of, and one of
/// what it has written itself. The image is whole, whatever becomes of those directories.
record ImageCommit(
        ContainerConfig config, RootParts parts, Platform platform, CommitRequest request) {
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY;
    private static final NativePath TOP = NativePath.of(".");

    /// Writes it and answers its id.
    Digest run() throws IOException {
        try (ImageLayout layout = ImageLayout.open(request.layout())) {
            List<Layer> layers = new ArrayList<>();
            for (Image.Part part : parts.image().parts()) {
                for (String lower : part.lowers().reversed()) {
                    layers.add(layout.addLayer(out -> writeLower(new TarWriter(out), part, lower)));
                }
            }
            layers.add(layout.addLayer(out -> writeChanges(new TarWriter(out))));
            return layout.addImage(imageConfig(layers), layers, request.tag());
        }
    }

    private void writeLower(TarWriter archive, Image.Part part, String lower) throws IOException {
        try (archive;
                Fd top = Open.open(lower, DIRECTORY)) {
            TreeReader.ofLayer(sink(archive, Set.of()), parts.marks())
                    .read(top, place(part.target()));
        }
    }

    private void writeChanges(TarWriter archive) throws IOException {
        try (archive) {
            Set<NativePath> places =
                    parts.mountTargets().stream()
                            .map(target -> place(target.toString()))
                            .collect(Collectors.toUnmodifiableSet());
            TreeReader reader = TreeReader.ofLayer(sink(archive, places), parts.marks());
            for (Overlay overlay : parts.overlays()) {
                String upper = overlay.upper().orElseThrow().directory();
                try (Fd top = Open.open(upper, DIRECTORY)) {
                    reader.read(top, place(overlay.target()));
                }
            }
        }
    }

    private EntrySink sink(TarWriter archive, Set<NativePath> leftOut) {
        return new LayerSink(
                archive,
                leftOut,
                request.reproducible() ? Optional.of(request.time()) : Optional.empty());
    }

    /// A path as archives have it.
    private static NativePath place(String target) {
        return target.equals("/") ? TOP : NativePath.of(target.substring(1));
    }

    private ImageConfig imageConfig(List<Layer> layers) {
        History lower = new History(request.time(), null, "hako image " + kind(), null, false);
        List<History> history = new ArrayList<>(Collections.nCopies(layers.size() - 1, lower));
        history.add(
                new History(
                        request.time(),
                        request.author().orElse(null),
                        "hako commit",
                        request.message().orElse(null),
                        false));
        return new ImageConfig(
                request.time(),
                request.author().orElse(null),
                platform,
                request.changes().apply(execution()),
                layers.stream().map(Layer::diffId).toList(),
                history);
    }

    /// Without the directory, which is nobody else's business.
    private String kind() {
        String reference = parts.image().reference();
        int colon = reference.indexOf(':');
        return colon < 0 ? reference : reference.substring(0, colon);
    }

    private Execution execution() {
        Image.Defaults defaults = parts.image().defaults();
        boolean replaced = config.entrypoint().isPresent() || !config.command().isEmpty();
        String user = config.process().user().orElse(defaults.user());
        String directory = config.process().workingDirectory().orElse(defaults.workingDirectory());
        Map<String, String> labels = new LinkedHashMap<>(defaults.labels());
        labels.putAll(config.labels());
        return new Execution(
                user.isEmpty() ? null : user,
                List.of(),
                environment(defaults),
                config.entrypoint().orElse(defaults.entrypoint()),
                replaced ? config.command() : defaults.command(),
                List.of(),
                directory.isEmpty() ? null : directory,
                labels,
                config.lifecycle().stopSignal().map(String::valueOf).orElse(null),
                null,
                List.of(),
                List.of());
    }

    private List<String> environment(Image.Defaults defaults) {
        Map<String, String> entries = new LinkedHashMap<>();
        defaults.env().forEach(entry -> entries.put(entry.split("=", 2)[0], entry));
        config.process().env().forEach(entry -> entries.put(entry.split("=", 2)[0], entry));
        return List.copyOf(entries.values());
    }
}
