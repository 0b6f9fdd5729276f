package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.Printable;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.ContainerStore;
import dev.hako.engine.store.NameRegistry;
import dev.hako.failure.Failure;
import dev.hako.image.Images;
import dev.hako.isolation.HostFacts;
import dev.hako.kernel.Capability;
import dev.hako.kernel.ProcessCapabilities;
import dev.hako.oci.hardening.KernelVersion;
import dev.hako.oci.hardening.Machine;
import dev.hako.oci.image.Platform;
import dev.hako.plan.Plan;
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
        Tasks tasks =
                new Tasks(
                        new Images(locations.images()),
                        specBuilder(host),
                        isolations,
                        new InitProgram(locations.images()),
                        settings.succession(),
                        host.user().rootless());
        this.household =
                new Household(
                        new ConcurrentHashMap<>(),
                        ConcurrentHashMap.newKeySet(),
                        new ContainerStore(
                                locations.durableContainers(),
                                locations.runningContainers(),
                                locations.layers()),
                        new NameRegistry(locations.names()),
                        tasks,
                        new HealthChecks(Clock.systemUTC()),
                        Clock.systemUTC(),
                        bootId);
        this.recovery = new Recovery(household);
    }

    /// Opens an engine: finds the containers there are, reconnects to those that run, and collects
    /// what crashes have left.
    ///
    /// @throws Failure if the locations cannot be used
    public static Engine open(EngineSettings settings) {
        makeDirectories(settings.locations());
        Engine engine = new Engine(settings, settings.host(), bootId());
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
    public Container create(ContainerConfig config) {
        Instant now = household.clock().instant();
        String id = Ids.random();
        String name =
                config.name().orElseGet(() -> MadeUpNames.next(RandomGenerator.getDefault(), 0));
        ContainerDocument document = new ContainerDocument(id, name, now, config);
        household.tasks().check(document);
        household.emerging().add(id);
        try {
            Container container = make(document);
            household.containers().put(id, container);
            return container;
        } finally {
            household.emerging().remove(id);
        }
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

    /// What starting such a container would do, step by step, without making one; empty if its
    /// isolation starts containers by other means.
    ///
    /// @throws Failure naming the option that is wrong and why
    public Optional<Plan> plan(ContainerConfig config) {
        String id = Ids.random();
        String name = MadeUpNames.next(RandomGenerator.getDefault(), 0);
        ContainerDocument document =
                new ContainerDocument(id, name, household.clock().instant(), config);
        return household.tasks().plan(document, household.store().imagined(id));
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
        household.health().close();
        household.containers().values().forEach(Container::letGo);
        household.containers().clear();
    }

    @Override
    public String toString() {
        return "engine at " + Printable.of(settings.locations().root().toString());
    }
}
