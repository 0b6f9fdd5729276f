package dev.hako.build.solve;

import dev.hako.build.dockerfile.BuildValues;
import dev.hako.build.dockerfile.Scope;
import dev.hako.build.graph.BuildGraph;
import dev.hako.build.graph.Node;
import dev.hako.build.graph.Source;
import dev.hako.engine.Engine;
import dev.hako.engine.Locations;
import dev.hako.engine.event.Actions;
import dev.hako.engine.volume.OpenImage;
import dev.hako.failure.Failure;
import dev.hako.image.layout.Layer;
import dev.hako.image.store.Lease;
import dev.hako.image.store.StoreSource;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Fetch;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.kernel.Fd;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/// Builds images, by an engine and among its own.
public final class Builder {
    private static final int LEAST_THREADS = 2;

    private final Engine engine;
    private final Locations locations;
    private final InstantSource clock;

    private Builder(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.locations = engine.info().locations();
        this.clock = clock;
    }

    /// A builder that has removed what others have left who are gone.
    public static Builder open(Engine engine, InstantSource clock) {
        Builder builder = new Builder(engine, clock);
        WorkPlace.sweep(engine, builder.locations);
        return builder;
    }

    /// A place for what is to be built, until it is closed or its engine is gone.
    public WorkPlace makeRoom() {
        return WorkPlace.make(locations);
    }

    /// Takes what has been built elsewhere.
    public interface Export {
        /// Takes it.
        ///
        /// @param files of the image, open until this returns
        void take(BuiltImage image, Fd files) throws IOException;
    }

    /// Builds.
    ///
    /// @return the image, which is the engine's, whether it has a name or not
    /// @throws StepFailure if a step cannot be done
    /// @throws Failure if it cannot be begun
    /// @throws InterruptedException if the caller's thread was told to end; nothing is left of it
    ///   but what the cache has
    public BuiltImage build(BuildRequest request, BuildListener listener)
            throws InterruptedException {
        return build(request, listener, done -> export(request, done, listener));
    }

    /// The same, but the engine does not keep the image, which is taken elsewhere.
    public BuiltImage build(BuildRequest request, BuildListener listener, Export export)
            throws InterruptedException {
        return build(request, listener, done -> export(request, done, export));
    }

    private BuiltImage build(
            BuildRequest request, BuildListener listener, Function<Done, BuiltImage> end)
            throws InterruptedException {
        Scope global = Scope.global(request.file(), values(request));
        BuildGraph graph =
                BuildGraph.of(
                        request.file(),
                        request.goal().target(),
                        global,
                        request.sources().named().keySet());
        Layers layers = new Layers(engine.images(), clock, request.epoch());
        try (Lease _ = engine.images().store().lease();
                WorkPlace place = WorkPlace.make(locations)) {
            Solve.Begun begun = new Solve.Begun(place, layers, global, graph);
            State state = stages(Solve.of(engine, request, listener, begun));
            return end.apply(new Done(state, layers));
        }
    }

    private BuildValues values(BuildRequest request) {
        Platform machine = engine.images().store().machine();
        Platform target = request.goal().platform().orElse(machine);
        Map<String, String> automatic = new HashMap<>();
        put(automatic, "TARGET", target);
        put(automatic, "BUILD", machine);
        request.goal().target().ifPresent(name -> automatic.put("TARGETSTAGE", name));
        automatic.putIfAbsent("TARGETSTAGE", "default");
        return new BuildValues(request.arguments(), automatic);
    }

    private static void put(Map<String, String> automatic, String who, Platform platform) {
        String variant = platform.variant();
        automatic.put(who + "PLATFORM", platform.toString());
        automatic.put(who + "OS", platform.os());
        automatic.put(who + "ARCH", platform.architecture());
        automatic.put(who + "VARIANT", variant == null ? "" : variant);
    }

    /// All stages, each as soon as those are done that it needs.
    private static State stages(Solve solve) throws InterruptedException {
        int threads = Math.max(LEAST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("build-", 0).factory());
        try {
            return inTheirOrder(solve, pool);
        } finally {
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    private static State inTheirOrder(Solve solve, ExecutorService pool)
            throws InterruptedException {
        Map<Integer, CompletableFuture<State>> stages = new HashMap<>();
        CompletableFuture<State> first = new CompletableFuture<>();
        for (Node node : solve.graph().nodes()) {
            CompletableFuture<?>[] needed =
                    needed(node).map(stages::get).toArray(CompletableFuture<?>[]::new);
            CompletableFuture<State> stage =
                    CompletableFuture.allOf(needed).thenApplyAsync(_ -> run(solve, node), pool);
            var _ =
                    stage.whenComplete((_, failure) -> {
                        if (failure != null) {
                            first.completeExceptionally(failure);
                        }
                    });
            stages.put(node.index(), stage);
        }
        CompletableFuture<State> target = stages.get(solve.graph().target().index());
        if (target != null) {
            var _ = target.thenAccept(first::complete);
        }
        return result(first);
    }

    private static Stream<Integer> needed(Node node) {
        return Stream.concat(Stream.of(node.base()), node.sources().values().stream())
                .flatMap(source ->
                        source instanceof Source.OfStage(int index)
                                ? Stream.of(index)
                                : Stream.empty())
                .distinct();
    }

    private static State run(Solve solve, Node node) {
        try {
            State state = new StageRun(solve, node).run();
            solve.done().put(node.index(), state);
            return state;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted", e);
        }
    }

    private static State result(CompletableFuture<State> stage) throws InterruptedException {
        try {
            return stage.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            switch (cause) {
                case RuntimeException failed -> throw failed;
                case Error fault -> throw fault;
                case null, default -> throw Failure.internal("a build ended: " + e, e);
            }
        }
    }

    /// What still runs has containers and mounts to take away.
    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = Thread.interrupted();
        pool.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// A target, and all layers on the way to it.
    private record Done(State state, Layers layers) {}

    private BuiltImage export(BuildRequest request, Done done, BuildListener listener) {
        BuildListener.Vertex vertex = listener.begin("exporting to image");
        try {
            StoredImage image = keep(request, done.state);
            vertex.done();
            return new BuiltImage(
                    image.id(),
                    image.descriptor().digest(),
                    request.goal().names(),
                    done.layers.steps());
        } catch (IOException e) {
            vertex.failed(String.valueOf(e.getMessage()));
            throw Layers.unreadable(e);
        } catch (Failure e) {
            vertex.failed(e.text());
            throw e;
        }
    }

    private BuiltImage export(BuildRequest request, Done done, Export export) {
        try {
            Descriptor manifest = write(request, done.state);
            StoredImage image = engine.images().store().pinned(manifest.digest());
            BuiltImage built =
                    new BuiltImage(image.id(), manifest.digest(), List.of(), done.layers.steps());
            try (OpenImage files =
                    OpenImage.of(
                            engine.images().images().stored(image.id().toString(), image),
                            Optional.empty())) {
                export.take(built, files.whole());
            }
            return built;
        } catch (IOException e) {
            throw Layers.unreadable(e);
        }
    }

    private StoredImage keep(BuildRequest request, State state) throws IOException {
        Descriptor manifest = write(request, state);
        StoreSource made =
                new StoreSource(engine.images().store(), manifest.digest().toString(), manifest);
        Fetch.Request named =
                new Fetch.Request(
                        Platforms.of(Optional.of(state.platform())), request.goal().names(), false);
        return engine.images().bringIn(made, named, Actions.BUILD, TransferListener.NONE);
    }

    private Descriptor write(BuildRequest request, State state) throws IOException {
        Execution execution = ConfigStep.labelled(state.execution(), request.goal().labels());
        ImageConfig config =
                new ImageConfig(
                        request.epoch().or(state::created).orElse(null),
                        null,
                        state.platform(),
                        execution,
                        state.layers().stream().map(Layer::diffId).toList(),
                        state.history());
        var blobs = engine.images().store().blobs();
        Descriptor written = blobs.add(MediaTypes.OCI_CONFIG, config);
        List<Descriptor> layers = state.layers().stream().map(Layer::descriptor).toList();
        Descriptor bare = blobs.add(MediaTypes.OCI_MANIFEST, Manifest.of(written, layers));
        return new Descriptor(
                bare.mediaType(),
                bare.digest(),
                bare.sizeBytes(),
                List.of(),
                bare.annotations(),
                state.platform(),
                null);
    }
}
