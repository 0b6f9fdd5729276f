package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Printable;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.ContainerStore;
import dev.hako.engine.store.NameRegistry;
import dev.hako.engine.store.PodStore;
import dev.hako.failure.Failure;
import dev.hako.image.Images;
import dev.hako.isolation.HostFacts;
import dev.hako.kernel.Capability;
import dev.hako.kernel.ProcessCapabilities;
import dev.hako.oci.hardening.KernelVersion;
import dev.hako.oci.hardening.Machine;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// A container engine: the same for the `hako` command's daemon and embedded in a program.
///
/// ```java
/// try (Engine engine = Engine.open(EngineSettings.embedded(locations))) {
///     CompletedRun run = engine.run(ContainerConfig.of("host", "echo", "hello").build());
///     System.out.print(run.output());
/// }
/// ```
///
/// Containers are not the engine's children: they live under monitors of their own, and the next
/// engine of the same [Locations] finds them again.
public final class Engine implements AutoCloseable {
    private static final int NAME_ATTEMPTS = 8;

    private final EngineSettings settings;
    private final HostFacts host;
    private final IsolationChoice isolations;
    private final Household household;
    private final Recovery recovery;

    private Engine(EngineSettings settings, HostFacts host, String bootId) {
        this.settings = settings;
        this.host = host;
        this.isolations = new IsolationChoice(settings.isolations(), host);
        Locations locations = settings.locations();
        ConcurrentHashMap<String, Container> containers = new ConcurrentHashMap<>();
        SpecBuilder specs = specBuilder(host);
        InitProgram init = new InitProgram(locations.images());
        Pods.Means means = new Pods.Means(isolations, specs, init, settings.succession());
        ContainerStore store =
                new ContainerStore(
                        locations.durableContainers(),
                        locations.runningContainers(),
                        locations.layers());
        Neighbours neighbours =
                new Neighbours(
                        isolations,
                        containers,
                        new Pods(podKeeping(locations), means, containers),
                        store);
        Tasks tasks =
                new Tasks(
                        new Images(locations.images()),
                        specs,
                        neighbours,
                        init,
                        settings.succession(),
                        host.user().rootless());
        this.household =
                new Household(
                        containers,
                        ConcurrentHashMap.newKeySet(),
                        store,
                        new NameRegistry(locations.names()),
                        tasks,
                        neighbours,
                        Clock.systemUTC(),
                        bootId);
        this.recovery = new Recovery(household);
    }

    private static Pods.Keeping podKeeping(Locations locations) {
        return new Pods.Keeping(
                new PodStore(locations.pods(), locations.runningPods()),
                new NameRegistry(locations.podNames(), "pod", "hako pod rm"),
                Clock.systemUTC());
    }

    /// Opens an engine: finds the containers there are, reconnects to those that run, and collects
    /// what crashes have left.
    ///
    /// @throws Failure if the locations cannot be used
    public static Engine open(EngineSettings settings) {
        makeDirectories(settings.locations());
        Engine engine = new Engine(settings, settings.host(), bootId());
        engine.household.neighbours().pods().recover();
        engine.recovery.all();
        return engine;
    }

    private static SpecBuilder specBuilder(HostFacts host) {
        Machine machine =
                new Machine(
                        host.architecture(),
                        KernelVersion.parse(host.kernelRelease()),
                        host.cpus());
        List<String> held =
                ProcessCapabilities.current().permitted().members().stream()
                        .map(Capability::name)
                        .toList();
        return new SpecBuilder(machine, held, host.user().mappedIds());
    }

    private static void makeDirectories(Locations locations) {
        for (Path directory :
                List.of(
                        locations.durableContainers(),
                        locations.runningContainers(),
                        locations.layers(),
                        locations.names(),
                        locations.pods(),
                        locations.runningPods(),
                        locations.podNames(),
                        locations.images())) {
            makeDirectory(directory);
        }
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx--x--x")));
        } catch (IOException e) {
            throw Failure.of(
                            Failure.Kind.DENIED,
                            "cannot open the engine: the directory \""
                                    + directory
                                    + "\" cannot be made: "
                                    + e.getMessage(),
                            e)
                    .hint("choose other places with HAKO_ROOT and HAKO_RUN");
        }
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw Failure.internal("cannot read this boot's id: " + e, e);
        }
    }

    /// Makes a container, ready to be started.
    ///
    /// @throws Failure naming the option that is wrong and why
    public Container create(ContainerConfig asked) {
        Neighbours neighbours = household.neighbours();
        ContainerConfig config =
                neighbours.settled(asked, new ContainerSearch(household, recovery));
        Instant now = household.clock().instant();
        String id = Ids.random();
        String name =
                config.name().orElseGet(() -> MadeUpNames.next(RandomGenerator.getDefault(), 0));
        ContainerDocument document = new ContainerDocument(id, name, now, config);
        household.tasks().check(document);
        household.emerging().add(id);
        try {
            return neighbours.admitted(config, () -> takeIn(make(document)));
        } finally {
            household.emerging().remove(id);
        }
    }

    private Container takeIn(Container container) {
        household.containers().put(container.id(), container);
        return container;
    }

    private Container make(ContainerDocument document) {
        ContainerDirectory directory = household.store().create(document);
        try {
            ContainerDocument named = takeName(document, directory);
            return new Container(
                    named, directory, household, new ContainerState.Created(), Optional.empty());
        } catch (Failure e) {
            directory.delete();
            throw e.during("cannot create container");
        }
    }

    private ContainerDocument takeName(ContainerDocument document, ContainerDirectory directory) {
        boolean chosen = document.config().name().isPresent();
        ContainerDocument named = document;
        for (int attempt = 1; ; attempt++) {
            try {
                household
                        .names()
                        .take(
                                named.name(),
                                named.id(),
                                id -> household.store().find(id).isPresent());
                return named;
            } catch (Failure e) {
                if (chosen || e.kind() != Failure.Kind.ALREADY_EXISTS || attempt == NAME_ATTEMPTS) {
                    throw e;
                }
                named =
                        renamed(
                                document,
                                directory,
                                MadeUpNames.next(RandomGenerator.getDefault(), attempt));
            }
        }
    }

    private static ContainerDocument renamed(
            ContainerDocument document, ContainerDirectory directory, String name) {
        ContainerDocument renamed =
                new ContainerDocument(document.id(), name, document.createdAt(), document.config());
        directory.write(renamed);
        return renamed;
    }

    /// The container of an id, a unique beginning of one, or a name.
    ///
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` when several ids begin so
    public Container container(String reference) {
        return new ContainerSearch(household, recovery).find(reference);
    }

    /// A container's files.
    public ContainerFiles files(Container container) {
        return new ContainerFiles(household, container, Platform.linux(host.architecture()));
    }

    /// All containers, newest first.
    public List<Container> containers() {
        recovery.catchUp();
        List<Container> all = new ArrayList<>(household.containers().values());
        all.sort(Comparator.comparing(Container::createdAt).reversed());
        return all;
    }

    /// Makes a pod, with what its containers will share.
    ///
    /// @throws Failure naming the option that is wrong and why
    public Pod createPod(PodConfig config) {
        return household.neighbours().pods().create(config);
    }

    /// The pod of an id, a unique beginning of one, or a name.
    ///
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` when several ids begin so
    public Pod pod(String reference) {
        recovery.catchUp();
        return household.neighbours().pods().find(reference);
    }

    /// All pods, newest first.
    public List<Pod> pods() {
        recovery.catchUp();
        return household.neighbours().pods().all();
    }

    /// What this engine knows of itself and its host.
    public EngineInfo info() {
        return new EngineInfo(
                settings.locations(), host, isolations.support(), IsolationChoice.STANDARD);
    }

    /// Runs a program to its end, collects what it writes, and removes its container.
    ///
    /// @throws Failure if it could not be started, or wrote more than [CompletedRun#MAX_BYTES] to
    ///   one of its streams
    public CompletedRun run(ContainerConfig config) {
        Container container = create(config);
        try (Streams streams = Streams.open(container)) {
            return streams.toEnd();
        } finally {
            if (!(container.state() instanceof ContainerState.Removing)) {
                container.remove(true);
            }
        }
    }

    /// Whether some container needs a living engine, so that this one must not leave.
    public boolean needed() {
        return household.containers().values().stream().anyMatch(Container::needsEngine);
    }

    /// Lets go of all containers, which live on.
    @Override
    public void close() {
        household.containers().values().forEach(Container::letGo);
        household.containers().clear();
        household.neighbours().pods().letGo();
    }

    @Override
    public String toString() {
        return "engine at " + Printable.of(settings.locations().root().toString());
    }
}
