package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.Printable;
import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.event.EventReader;
import dev.hako.engine.event.EventRequest;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.network.Networks;
import dev.hako.engine.network.store.NetworkStore;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.ContainerStore;
import dev.hako.engine.store.NameRegistry;
import dev.hako.engine.store.RunPlaces;
import dev.hako.engine.volume.VolumeStore;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.image.store.Lease;
import dev.hako.isolation.HostFacts;
import dev.hako.oci.image.Platform;
import dev.hako.plan.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final EngineSettings settings;
    private final HostFacts host;
    private final IsolationChoice isolations;
    private final Household household;
    private final Recovery recovery;
    private final Volumes volumes;
    private final Networks networks;
    private final ImageLibrary images;

    private Engine(EngineSettings settings, HostFacts host, String bootId) {
        this.settings = settings;
        this.host = host;
        this.isolations = new IsolationChoice(settings.isolations(), host);
        Locations locations = settings.locations();
        ConcurrentHashMap<String, Container> containers = new ConcurrentHashMap<>();
        ContainerStore store = store(locations);
        EventJournal events =
                EventJournal.open(locations.events(), Clock.systemUTC(), EventJournal.MAX_BYTES);
        this.images = Groundwork.library(settings, events, new ImageUsers(store, containers));
        VolumeStore volumeStore = new VolumeStore(locations.volumes(), host.user().rootless());
        VolumeKeeper keeper =
                new VolumeKeeper(
                        volumeStore, images.images(), containers, events, Clock.systemUTC());
        SpecBuilder specs = Groundwork.specs(host);
        InitProgram init = new InitProgram(locations.images());
        this.networks =
                new Networks(
                        new NetworkStore(locations.networks()),
                        new NetworkUsers(containers, events, host.user().rootless(), locations));
        Pods.Means means = new Pods.Means(isolations, specs, init, networks, settings.succession());
        Neighbours neighbours =
                new Neighbours(
                        isolations,
                        containers,
                        new Pods(Pods.Keeping.in(locations, events), means, containers),
                        store);
        Tasks tasks =
                new Tasks(
                        images.images(),
                        keeper,
                        specs,
                        neighbours,
                        networks.switchboard(),
                        new OwnFiles(neighbours, init),
                        settings.succession(),
                        host.user().rootless());
        this.household =
                new Household(
                        containers,
                        ConcurrentHashMap.newKeySet(),
                        store,
                        new NameRegistry(locations.names()),
                        tasks,
                        keeper,
                        events,
                        new HealthChecks(Clock.systemUTC()),
                        new Deliveries(),
                        neighbours,
                        networks,
                        images,
                        Clock.systemUTC(),
                        bootId);
        this.recovery = new Recovery(household);
        this.volumes = new Volumes(household);
    }

    private static ContainerStore store(Locations locations) {
        return new ContainerStore(
                locations.durableContainers(),
                locations.runningContainers(),
                locations.layers(),
                RunPlaces.open(locations.runPlaces(), locations.run()));
    }

    /// Opens an engine: finds the containers there are, reconnects to those that run, and collects
    /// what crashes have left.
    ///
    /// @throws Failure if the locations cannot be used
    public static Engine open(EngineSettings settings) {
        Groundwork.makeDirectories(settings.locations());
        Engine engine = new Engine(settings, settings.host(), Groundwork.bootId());
        engine.household.neighbours().pods().recover();
        engine.recovery.all();
        engine.volumes.sweep();
        engine.networks.recover();
        engine.images.collect();
        return engine;
    }

    /// Makes a container, ready to be started.
    ///
    /// @throws Failure naming the option that is wrong and why
    public Container create(ContainerConfig asked) {
        return create(asked, () -> images.resolve(asked.image(), asked.platform()));
    }

    /// The same of an image that has no name, whatever the configuration calls it.
    public Container create(ContainerConfig asked, Supplier<Image> image) {
        String id = Ids.random();
        household.emerging().add(id);
        try (Lease _ = images.lease(imagesOf(asked))) {
            ContainerDocument document = document(id, asked, image.get());
            household.tasks().check(document);
            return household.neighbours().admitted(document.config(), () -> takeIn(document));
        } finally {
            household.emerging().remove(id);
        }
    }

    private static List<String> imagesOf(ContainerConfig config) {
        List<String> images = new ArrayList<>(List.of(config.image()));
        config.storage().images().forEach(mount -> images.add(mount.image()));
        return images;
    }

    private ContainerDocument document(String id, ContainerConfig asked, Image image) {
        ContainerConfig whole = new ImageMounts(images).settle(ImageDefaults.in(asked, image));
        ContainerConfig config = settled(whole, image);
        String name =
                config.name().orElseGet(() -> MadeUpNames.next(RandomGenerator.getDefault(), 0));
        Instant now = household.clock().instant();
        return new ContainerDocument(
                id, name, now, config, image.origin(), household.ids(id, config));
    }

    /// What was asked for, with ids and names for all that it says of others.
    private ContainerConfig settled(ContainerConfig asked, Image image) {
        var connected = asked.withNamespaces(networks.settled(isolations.connectable(asked)));
        return new VolumeNames(this::container)
                .settle(
                        household.neighbours().settled(connected, this::container),
                        image.defaults().volumes());
    }

    private Container takeIn(ContainerDocument document) {
        Container container = make(document);
        household.containers().put(document.id(), container);
        prepareVolumes(container, document);
        container.life().events().tell(Actions.CREATE);
        return container;
    }

    private void prepareVolumes(Container container, ContainerDocument document) {
        try {
            household.volumes().prepare(document);
        } catch (Failure e) {
            volumes.removeWith(container, false);
            throw e.during("cannot create container");
        }
    }

    private Container make(ContainerDocument document) {
        ContainerDirectory directory = household.store().create(document, isTemporary(document));
        try {
            ContainerDocument named = takeName(document, directory);
            Life life = new Life(named, directory, household, Past.NOTHING);
            return new Container(directory, household, life);
        } catch (Failure e) {
            directory.delete();
            throw e.during("cannot create container");
        }
    }

    private boolean isTemporary(ContainerDocument document) {
        return document.config().lifecycle().autoRemove()
                || household.neighbours().isTemporary(document);
    }

    private ContainerDocument takeName(ContainerDocument document, ContainerDirectory directory) {
        boolean chosen = document.config().name().isPresent();
        ContainerDocument named = document;
        for (int attempt = 1; ; attempt++) {
            try {
                household.names().take(named.name(), named.id(), household.store()::has);
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
        ContainerDocument renamed = document.renamed(name);
        directory.write(renamed);
        return renamed;
    }

    /// What starting such a container would do, step by step, without making one; empty if its
    /// isolation starts containers by other means.
    ///
    /// @throws Failure naming the option that is wrong and why
    public Optional<Plan> plan(ContainerConfig config) {
        String id = Ids.random();
        Image image = images.resolve(config.image(), config.platform());
        ContainerDocument document = document(id, config, image);
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

    /// Removes containers that do not run.
    ///
    /// @param wanted which of them
    public Reclaimed prune(Predicate<Container> wanted) {
        List<String> gone = new ArrayList<>();
        long bytes = 0;
        for (Container container : containers()) {
            if (!container.state().live() && wanted.test(container)) {
                long size = container.diskBytes();
                try {
                    container.remove(false);
                    gone.add(container.id());
                    bytes += size;
                } catch (Failure e) {
                    LOG.warn("{}", e.getMessage());
                }
            }
        }
        return new Reclaimed(gone, bytes);
    }

    /// The images, which containers are made of.
    public ImageLibrary images() {
        return images;
    }

    /// The volumes, which containers use and leave.
    public Volumes volumes() {
        return volumes;
    }

    /// The networks, which containers are connected to.
    public Networks networks() {
        return networks;
    }

    /// The pods, which containers are in.
    public Pods pods() {
        recovery.catchUp();
        return household.neighbours().pods();
    }

    /// What has happened to containers and other things, and what will.
    public EventReader events(EventRequest request) {
        return household.events().read(request);
    }

    /// What this engine knows of itself and its host.
    public EngineInfo info() {
        return isolations.info(settings.locations());
    }

    /// Whether overlayfs takes the file system where containers' own layers are. If it does not,
    /// each container has a whole copy of its image. It is tried anew each time.
    public boolean layersAreShared() {
        Locations locations = settings.locations();
        return OverlayTrial.of(
                List.of(locations.imageLayers().toString()),
                locations.layers().resolve("trial"),
                host.user().rootless());
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
                volumes.removeWith(container, true);
            }
        }
    }

    /// For how long nothing has happened to anything of this engine's.
    public Duration quiet() {
        return household.events().quiet();
    }

    /// Whether some container needs a living engine, so that this one must not leave.
    public boolean needed() {
        return household.containers().values().stream()
                .anyMatch(container -> container.life().needsEngine());
    }

    /// Lets go of all containers, which live on.
    @Override
    public void close() {
        household.health().close();
        household.deliveries().close();
        household.containers().values().forEach(container -> container.life().letGo());
        household.containers().clear();
        household.neighbours().pods().letGo();
        networks.close();
        household.events().close();
    }

    @Override
    public String toString() {
        return "engine at " + Printable.of(settings.locations().root().toString());
    }
}
