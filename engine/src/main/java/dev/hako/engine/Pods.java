package dev.hako.engine;

import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Printable;
import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.network.Networks;
import dev.hako.engine.network.PodConnections;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.engine.store.NameRegistry;
import dev.hako.engine.store.PodDirectory;
import dev.hako.engine.store.PodDocument;
import dev.hako.engine.store.PodStore;
import dev.hako.failure.Failure;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.SharedParts;
import dev.hako.isolation.Task;
import dev.hako.kernel.Fd;
import dev.hako.oci.runtime.Namespace;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An engine's pods.
///
/// All methods may be called from any thread.
///
/// A pod exists once its document has its name: what crashes leave before that, or while one is
/// removed, is collected by the next engine.
public final class Pods {
    private static final Logger LOG = LoggerFactory.getLogger(Pods.class);
    private static final int NAME_ATTEMPTS = 8;

    private final ConcurrentHashMap<String, Pod> byId = new ConcurrentHashMap<>();

    /// Ids of pods that are being made, and nobody else's to take in.
    private final Set<String> emerging = ConcurrentHashMap.newKeySet();

    private final Keeping keeping;
    private final Means means;
    private final ConcurrentHashMap<String, Container> containers;
    private final Leftovers leftovers = new Leftovers();

    /// Where pods are kept.
    record Keeping(PodStore store, NameRegistry names, EventJournal events, Clock clock) {
        static Keeping in(Locations locations, EventJournal events) {
            return new Keeping(
                    new PodStore(
                            locations.pods(), locations.temporaryPods(), locations.runningPods()),
                    new NameRegistry(locations.podNames(), "pod", "hako pod rm"),
                    events,
                    Clock.systemUTC());
        }
    }

    /// What pods are made of.
    record Means(
            IsolationChoice isolations,
            SpecBuilder specs,
            InitProgram init,
            Networks networks,
            Succession succession) {}

    /// @param containers all of the engine's, by id
    Pods(Keeping keeping, Means means, ConcurrentHashMap<String, Container> containers) {
        this.keeping = keeping;
        this.means = means;
        this.containers = containers;
    }

    Collection<Container> containers() {
        return containers.values();
    }

    EventJournal events() {
        return keeping.events;
    }

    /// What containers of pods have left.
    Leftovers leftovers() {
        return leftovers;
    }

    /// Makes a pod, and at once what its containers will share, so that mistakes are told now.
    ///
    /// @throws Failure naming the option that is wrong and why
    public Pod create(PodConfig config) {
        String id = Ids.random();
        emerging.add(id);
        try (Fd _ = keeping.store.lockForWork()) {
            String name = config.name().orElseGet(this::freeName);
            PodConfig settled = means.networks.settled(config);
            return make(new PodDocument(id, name, keeping.clock.instant(), settled));
        } catch (Failure e) {
            throw e.during("cannot create pod");
        } finally {
            emerging.remove(id);
        }
    }

    private String freeName() {
        for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
            String name = MadeUpNames.next(RandomGenerator.getDefault(), attempt);
            if (keeping.names.holder(name).isEmpty()) {
                return name;
            }
        }
        throw Failure.of(Failure.Kind.EXHAUSTED, "no free name was found").hint("choose one");
    }

    private Pod make(PodDocument document) {
        PodDirectory directory = keeping.store.create(document);
        PodShell shell = shell(document, directory);
        Pod pod = new Pod(shell, this, Optional.empty());
        try {
            keeping.names.take(document.name(), document.id(), keeping.store::holds);
            try (Sandbox sandbox = shell.open()) {
                pod.prepare(sandbox);
            }
            directory.appear();
            byId.put(pod.id(), pod);
            pod.tell(Actions.CREATE, Map.of());
            return pod;
        } catch (RuntimeException e) {
            undo(pod);
            throw e;
        }
    }

    /// Whoever has given up has interrupted the thread, which has yet to tidy up.
    private void undo(Pod pod) {
        boolean interrupted = Thread.interrupted();
        try {
            pod.endInit();
            unmake(pod.shell().document(), pod.shell().directory());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Connected connected(Pod pod) {
        return means.networks.switchboard().connected(pod.id());
    }

    private PodConnections connections() {
        return means.networks.switchboard().pods();
    }

    private PodShell shell(PodDocument document, PodDirectory directory) {
        return new PodShell(document, directory, means);
    }

    /// Removes a pod without containers from the disk and from memory.
    void discard(Pod pod) {
        try (Fd _ = keeping.store.lockForWork()) {
            pod.shell().directory().vanish();
            byId.remove(pod.id(), pod);
            unmake(pod.shell().document(), pod.shell().directory());
            pod.tell(Actions.REMOVE, Map.of());
        }
    }

    /// Takes away what a pod's containers have shared.
    void close(Pod pod) {
        try (Fd _ = keeping.store.lockForWork()) {
            connections().disconnect(pod.id());
            dismantle(pod.shell().directory());
            pod.shell().directory().unready();
        }
    }

    private void unmake(PodDocument document, PodDirectory directory) {
        connections().disconnect(document.id());
        // The run directory goes last of all that is shared: without it there is nothing more.
        if (directory.isReady()) {
            dismantle(directory);
        }
        directory.delete();
        keeping.names.release(document.name(), document.id());
    }

    private void dismantle(PodDirectory directory) {
        Set<Namespace.Type> all =
                Set.of(Namespace.Type.NETWORK, Namespace.Type.IPC, Namespace.Type.UTS);
        SharedParts parts =
                new SharedParts(
                        directory.run(), all, "", Map.of(), 0, Optional.empty(), Optional.empty());
        try (Sandbox sandbox =
                means.isolations
                        .standard()
                        .open(new SandboxSpec(directory.id(), Optional.of(parts)))) {
            sandbox.dismantle();
        }
    }

    /// Takes in every pod there is, and collects what crashes have left.
    void recover() {
        keeping.store.sweep(this::collect);
        keeping.names.sweep((_, id) -> keeping.store.holds(id));
        catchUp();
    }

    private void collect(PodDirectory leftover) {
        try {
            PodShell.endInit(means.isolations.standard(), leftover);
            dismantle(leftover);
            leftover.delete();
        } catch (Failure e) {
            LOG.warn("cannot collect what is left of a pod: {}", e.getMessage());
        }
    }

    /// Takes in pods that other engines have made since, and forgets those they removed.
    private synchronized void catchUp() {
        Set<String> ids = keeping.store.ids();
        for (String id : ids) {
            if (!byId.containsKey(id) && !emerging.contains(id)) {
                keeping.store.find(id).ifPresent(this::takeIn);
            }
        }
        byId.keySet().removeIf(id -> !ids.contains(id) && keeping.store.find(id).isEmpty());
    }

    private void takeIn(PodDirectory directory) {
        try {
            PodShell shell = shell(directory.document(), directory);
            Optional<Task> init = shell.needsInit() ? shell.findInit() : Optional.empty();
            if (Files.exists(shell.network().namespace())) {
                connections().found(shell.network());
            }
            byId.put(directory.id(), new Pod(shell, this, init));
        } catch (Failure | IllegalArgumentException e) {
            LOG.warn("cannot take in a pod: {}", e.getMessage());
        }
    }

    /// All pods, newest first.
    public List<Pod> all() {
        catchUp();
        return byId.values().stream()
                .sorted(Comparator.comparing(Pod::createdAt).reversed())
                .toList();
    }

    /// The pod of an id.
    Optional<Pod> byId(String id) {
        Pod known = byId.get(id);
        if (known == null) {
            catchUp();
            known = byId.get(id);
        }
        return Optional.ofNullable(known);
    }

    /// The pod of an id, a name, or a unique beginning of an id.
    ///
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` when several ids begin so
    public Pod pod(String reference) {
        return find(reference).orElseThrow(() -> noSuchPod(reference));
    }

    /// The same where there may be none.
    ///
    /// @throws Failure `CONFLICT` when several ids begin so
    public Optional<Pod> find(String reference) {
        Pod known = byId.get(reference);
        if (known != null && keeping.store.find(reference).isPresent()) {
            return Optional.of(known);
        }
        List<Pod> pods = all();
        for (Pod pod : pods) {
            if (pod.id().equals(reference) || pod.name().equals(reference)) {
                return Optional.of(pod);
            }
        }
        List<Pod> matches =
                pods.stream()
                        .filter(pod -> !reference.isEmpty() && pod.id().startsWith(reference))
                        .toList();
        if (matches.size() > 1) {
            throw Failure.conflict(
                            "several pods have an id that begins with \""
                                    + Printable.of(reference)
                                    + "\"")
                    .hint("write more of it");
        }
        return matches.stream().findFirst();
    }

    /// Removes pods of which no container runs any more, with their containers. One that was never
    /// started is not done with.
    ///
    /// @param wanted which of them
    public Reclaimed prune(Predicate<Pod> wanted) {
        List<String> gone = new ArrayList<>();
        long bytes = 0;
        for (Pod pod : all()) {
            if (pod.state() == PodState.EXITED && wanted.test(pod)) {
                long size = pod.containers().stream().mapToLong(Container::diskBytes).sum();
                try {
                    pod.remove(false);
                    gone.add(pod.id());
                    bytes += size;
                } catch (Failure e) {
                    LOG.warn("{}", e.getMessage());
                }
            }
        }
        return new Reclaimed(gone, bytes);
    }

    static Failure noSuchPod(String reference) {
        return Failure.notFound("no such pod \"" + Printable.of(reference) + "\"")
                .hint("`hako pod ls` lists them");
    }

    /// Lets go of all of them.
    void letGo() {
        leftovers.close();
        byId.values().forEach(Pod::letGo);
        byId.clear();
    }
}
