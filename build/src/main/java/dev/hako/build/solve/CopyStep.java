package dev.hako.build.solve;

import dev.hako.build.dockerfile.Transfer;
import dev.hako.build.files.Arrangement;
import dev.hako.build.files.Copying.Target;
import dev.hako.build.files.FingerprintSink;
import dev.hako.build.files.LayerTarget;
import dev.hako.build.files.RootView;
import dev.hako.engine.library.StepResult;
import dev.hako.failure.Failure;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.Metadata;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `COPY` and `ADD`.
///
/// Files are found by their fingerprint, and those of a stage or an image before that by the layers
/// that they are in.
final class CopyStep implements FileStep {
    private static final int DIRECTORY = 0755;

    private final Layers layers;
    private final State state;
    private final What what;
    private final List<CopyPart> parts;
    private Optional<Digest> known = Optional.empty();

    CopyStep(Layers layers, State state, What what, List<CopyPart> parts) {
        this.layers = layers;
        this.state = state;
        this.what = what;
        this.parts = List.copyOf(parts);
    }

    /// @param title of the step
    /// @param kind `COPY` or `ADD`
    /// @param target absolute
    /// @param directory whether it must be one
    /// @param origin the layers that the files are in; empty: they are in none
    record What(
            String title,
            String kind,
            Transfer transfer,
            String target,
            boolean directory,
            Arrangement arrangement,
            Optional<String> origin) {}

    @Override
    public Optional<StepResult> find() throws IOException {
        Optional<StepResult> there = what.origin.map(this::originKey).flatMap(layers::find);
        if (there.isPresent()) {
            return there;
        }
        Digest print = fingerprint();
        known = Optional.of(print);
        Optional<StepResult> same = layers.find(key(print));
        same.ifPresent(this::keepByOrigin);
        return same;
    }

    private Digest fingerprint() throws IOException {
        FingerprintSink prints = FingerprintSink.alone();
        for (CopyPart part : parts) {
            part.raw(prints);
        }
        return prints.digest();
    }

    private Key begun(String how) {
        Transfer transfer = what.transfer;
        return Key.of(how)
                .with("kind", what.kind)
                .with("files", transfer.link() ? "" : state.files())
                .with("sources", transfer.sources())
                .with("names", transfer.documents().stream().map(each -> each.name()).toList())
                .with("excludes", transfer.excludes())
                .with("parents", String.valueOf(transfer.parents()))
                .with("target", what.target)
                .with("directory", String.valueOf(what.directory))
                .with("arrangement", what.arrangement.toString())
                .with("epoch", String.valueOf(layers.epoch()));
    }

    private Digest key(Digest fingerprint) {
        return begun("copy").with("fingerprint", fingerprint.toString()).digest();
    }

    private Digest originKey(String origin) {
        return begun("copy-of")
                .with("origin", origin)
                .with("documents", what.transfer.documents().toString())
                .digest();
    }

    private void keepByOrigin(StepResult result) {
        what.origin.map(this::originKey).ifPresent(key -> layers.keep(key, result));
    }

    /// If files change while they are copied, nobody knows what the layer is of: it is not kept.
    @Override
    public StepResult make(BuildListener.Vertex vertex) throws IOException {
        Arrangement.Owner owner = what.arrangement.owner().orElse(Arrangement.Owner.ROOT);
        Metadata made = new Metadata(DIRECTORY, owner.uid(), owner.gid(), layers.now(), Map.of());
        Digest before = known.isPresent() ? known.get() : fingerprint();
        try (RootView root =
                what.transfer.link() ? RootView.empty() : layers.root(state.layers())) {
            boolean there = root.isDirectory(what.target);
            Target target = new Target(what.target, what.directory || there, there);
            StepResult result =
                    layers.make(
                            what.title, layer -> send(new LayerTarget(root, layer, made), target));
            Digest after = fingerprint();
            if (before.equals(after)) {
                layers.keep(key(after), result);
                keepByOrigin(result);
            }
            return result;
        }
    }

    private void send(LayerTarget layer, Target target) throws IOException {
        boolean[] any = {target.there()};
        EntrySink sink =
                (entry, content) -> {
                    any[0] = true;
                    layer.add(entry, content);
                };
        for (CopyPart part : parts) {
            part.send(sink, target);
        }
        if (!any[0]) {
            throw Failure.notFound("there is no file that it could copy")
                    .hint("see whether the .dockerignore leaves them out");
        }
    }
}
