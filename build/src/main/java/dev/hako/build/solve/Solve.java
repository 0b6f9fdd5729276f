package dev.hako.build.solve;

import dev.hako.build.context.IgnoreRules;
import dev.hako.build.dockerfile.Scope;
import dev.hako.build.dockerfile.Transfer;
import dev.hako.build.files.Arrangement;
import dev.hako.build.files.Copying;
import dev.hako.build.files.FileSource;
import dev.hako.build.files.FingerprintSink;
import dev.hako.build.graph.BuildGraph;
import dev.hako.build.graph.Node;
import dev.hako.build.graph.Source;
import dev.hako.engine.Engine;
import dev.hako.engine.library.StepResult;
import dev.hako.engine.volume.OpenImage;
import dev.hako.failure.Failure;
import dev.hako.image.layout.Layer;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// One build: what its stages share.
///
/// @param global what `FROM` sees
/// @param done what stages that are done have come to, by their numbers
record Solve(
        Engine engine,
        BuildRequest request,
        BuildListener listener,
        WorkPlace place,
        Layers layers,
        Bases bases,
        Scope global,
        BuildGraph graph,
        Map<Integer, State> done) {

    static Solve of(Engine engine, BuildRequest request, BuildListener listener, Begun begun) {
        return new Solve(
                engine,
                request,
                listener,
                begun.place,
                begun.layers,
                new Bases(engine.images(), request.images()),
                begun.global,
                begun.graph,
                new ConcurrentHashMap<>());
    }

    /// What a build has before its first stage.
    record Begun(WorkPlace place, Layers layers, Scope global, BuildGraph graph) {}

    boolean severalStages() {
        return graph.nodes().size() > 1;
    }

    /// What a stage begins with.
    State base(Node node) {
        Optional<Platform> platform =
                node.platform().filter(text -> !text.isEmpty()).map(Platform::parse);
        return state(node.base(), platform.or(request.goal()::platform));
    }

    private State state(Source source, Optional<Platform> platform) {
        return switch (source) {
            case Source.Scratch _ ->
                    State.scratch(platform.orElse(engine.images().store().machine()));
            case Source.Image(var reference) -> State.of(bases.find(reference, platform));
            case Source.OfStage(var index) -> stage(index);
            case Source.Context(var name) -> context(name, platform);
        };
    }

    private State stage(int index) {
        State state = done.get(index);
        if (state == null) {
            throw new IllegalStateException("stage " + index + " is not done");
        }
        return state;
    }

    private State context(String name, Optional<Platform> platform) {
        return switch (named(name)) {
            case BuildRequest.Named.Image(var reference) ->
                    State.of(bases.find(reference, platform));
            case BuildRequest.Named.Directory(var files) -> {
                State empty = State.scratch(platform.orElse(engine.images().store().machine()));
                Layer layer = layerOf(files);
                yield empty.with(layer, Instant.EPOCH, "context " + name);
            }
        };
    }

    private BuildRequest.Named named(String name) {
        BuildRequest.Named named = request.sources().named().get(name);
        if (named == null) {
            throw Failure.notFound("there is no build context \"" + name + "\"");
        }
        return named;
    }

    /// Where the files of a `COPY` are.
    ///
    /// @param opened takes what has to be closed
    Transfers.From from(Node node, Optional<String> from, List<FileSource> opened) {
        if (from.isEmpty()) {
            return new Transfers.From(request.sources().context(), Optional.empty());
        }
        Source source = source(node, from.get());
        if (source instanceof Source.Context(var name)
                && named(name) instanceof BuildRequest.Named.Directory(var files)) {
            return new Transfers.From(files, Optional.empty());
        }
        State state = state(source, request.goal().platform());
        FileSource files = files(state);
        opened.add(files);
        return new Transfers.From(files, Optional.of(state.files()));
    }

    private static Source source(Node node, String from) {
        Source source = node.sources().get(from);
        return source == null ? new Source.Image(from) : source;
    }

    private FileSource files(State state) {
        if (state.layers().isEmpty()) {
            return new FileSource(emptyRoot(), IgnoreRules.NONE, true);
        }
        OpenImage image =
                OpenImage.of(layers.runnable(layers.bare(state.layers())), Optional.empty());
        return new FileSource(image.whole(), IgnoreRules.NONE, true);
    }

    private Fd emptyRoot() {
        try {
            Path empty = Files.createTempDirectory(place.files(), "empty");
            return Open.open(empty.toString(), Open.O_PATH | Open.O_DIRECTORY);
        } catch (IOException e) {
            throw Layers.unreadable(e);
        }
    }

    /// The layers that a mount shows.
    List<Layer> shown(Node node, Optional<String> from) {
        if (from.isEmpty()) {
            return List.of(layerOf(request.sources().context()));
        }
        return state(source(node, from.get()), request.goal().platform()).layers();
    }

    /// All files of a directory as a layer, made once.
    private Layer layerOf(FileSource files) {
        Transfer all =
                new Transfer(
                        List.of("."),
                        List.of(),
                        "/",
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        List.of());
        Copying copying = new Copying(all, files, Arrangement.PLAIN, layers.now());
        Copying.Target top = new Copying.Target("/", true, false);
        try {
            FingerprintSink prints = FingerprintSink.alone();
            copying.sendTo(prints, top);
            Digest key = Key.of("context").with("files", prints.digest().toString()).digest();
            Optional<StepResult> known = layers.find(key);
            if (known.isPresent()) {
                return known.get().layer();
            }
            StepResult made = layers.make("context", layer -> copying.sendTo(layer, top));
            layers.keep(key, made);
            return made.layer();
        } catch (IOException e) {
            throw Layers.unreadable(e);
        }
    }
}
