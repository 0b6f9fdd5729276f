package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.delivery.Receiver;
import dev.hako.engine.log.LogTarget;
import dev.hako.engine.network.Switchboard;
import dev.hako.engine.network.fabric.Wires;
import dev.hako.engine.spec.EngineFiles;
import dev.hako.engine.spec.RootFiles;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.engine.spec.UserLookup;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.DiskUsage;
import dev.hako.engine.store.WritableLayers;
import dev.hako.engine.timeline.StartStage;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.image.Images;
import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Foreground;
import dev.hako.isolation.MonitorSettings;
import dev.hako.isolation.OwnNetwork;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.WithoutEngine;
import dev.hako.kernel.FileTree;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.Plan;
import dev.hako.plan.RootFilesystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts what containers run: puts image, spec and layers together and hands them to an isolation.
final class Tasks {
    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
    private static final String EXECS = "exec";

    private final Images images;
    private final VolumeKeeper volumes;
    private final SpecBuilder specs;
    private final Neighbours neighbours;
    private final Switchboard switchboard;
    private final OwnFiles ownFiles;
    private final Succession succession;
    private final boolean rootless;
    private final RootDisks disks;

    Tasks(
            Images images,
            VolumeKeeper volumes,
            SpecBuilder specs,
            Neighbours neighbours,
            Switchboard switchboard,
            OwnFiles ownFiles,
            Succession succession,
            boolean rootless) {
        this.images = images;
        this.volumes = volumes;
        this.specs = specs;
        this.neighbours = neighbours;
        this.switchboard = switchboard;
        this.ownFiles = ownFiles;
        this.succession = succession;
        this.rootless = rootless;
        this.disks = new RootDisks(neighbours.isolations(), images);
    }

    /// Refuses what could not be started, before anything is made of it.
    void check(ContainerDocument container) {
        neighbours.isolations().of(container.config());
        Image image = image(container);
        WritableRoot root = root(container, image, new WritableLayers(Path.of("/nonexistent")));
        EngineFiles files =
                new EngineFiles(
                        Path.of("/hosts"),
                        Path.of("/hostname"),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty());
        spec(container, image, files, root.files());
    }

    /// Starts a container's program.
    Task start(ContainerDocument container, ContainerDirectory directory, StartRequest request) {
        try (OpenVolumes opened = openVolumes(container);
                Sandbox sandbox = neighbours.open(container)) {
            prepareNeighbours(container, sandbox);
            return start(container, directory, new Opened(opened, sandbox), request);
        }
    }

    /// What was opened for a start.
    private record Opened(OpenVolumes volumes, Sandbox sandbox) {}

    private Task start(
            ContainerDocument container,
            ContainerDirectory directory,
            Opened opened,
            StartRequest request) {
        try (Wires wires = connect(container)) {
            if (wires.isReady() && !wires.connected().isEmpty()) {
                request.clock().mark(StartStage.NETWORK);
            }
            Prepared prepared = new Prepared(opened.volumes(), wires, request);
            Made made = prepare(container, directory, prepared);
            TaskSpec spec = describe(container, directory, made, request.foreground());
            request.clock().mark(StartStage.SPECIFICATION);
            Task started = new LayeredStart(opened.sandbox(), made.root()).run(spec);
            started.startTimes().ifPresent(request.clock()::mark);
            volumes.releaseAfter(container, started);
            switchboard.started(container, wires);
            return started;
        } catch (Failure e) {
            switchboard.abandoned(container);
            throw e;
        }
    }

    private Wires connect(ContainerDocument container) {
        try {
            return switchboard.connect(container);
        } catch (Failure e) {
            throw cannotStart(container, e);
        }
    }

    private OpenVolumes openVolumes(ContainerDocument container) {
        try {
            return volumes.open(container);
        } catch (Failure e) {
            throw cannotStart(container, e);
        }
    }

    private void prepareNeighbours(ContainerDocument container, Sandbox sandbox) {
        try {
            neighbours.prepare(container, sandbox);
        } catch (Failure e) {
            throw cannotStart(container, e);
        }
    }

    private static Failure cannotStart(ContainerDocument container, Failure cause) {
        return cause.during("cannot start container \"" + container.name() + "\"");
    }

    /// What a start would do, without doing it; empty if its isolation has no plans.
    Optional<Plan> plan(ContainerDocument container, ContainerDirectory directory) {
        Image image = image(container);
        EngineFiles files = ownFiles.places(container, directory).with(volumes.places(container));
        try (Sandbox sandbox = neighbours.open(container)) {
            WritableRoot root = root(container, image, directory.layers());
            Spec spec = spec(container, image, files, root.files());
            return sandbox.plan(
                    describe(
                            container,
                            directory,
                            new Made(
                                    root,
                                    root.filesystem(),
                                    spec,
                                    neighbours.joins(container),
                                    Optional.empty()),
                            Optional.empty()));
        }
    }

    /// What a container is started with that is no file of its own.
    private record Prepared(OpenVolumes volumes, Wires wires, StartRequest request) {}

    private Made prepare(
            ContainerDocument container, ContainerDirectory directory, Prepared prepared) {
        StartRequest request = prepared.request();
        try {
            Deliveries.receiver(container).ifPresent(Receiver::require);
            log(container, directory).prepare();
            Image image = image(container);
            request.clock().mark(StartStage.IMAGE);
            WritableRoot root = root(container, image, directory.layers());
            root.prepare();
            if (switchboard.complete(container, directory, prepared.wires())) {
                request.clock().mark(StartStage.NETWORK);
            }
            EngineFiles files =
                    ownFiles.write(container, directory, prepared.wires().connected().connections())
                            .with(prepared.volumes().paths());
            request.clock().mark(StartStage.LAYERS);
            Spec spec = spec(container, image, files, root.files());
            RootFilesystem made =
                    root.filesystem().with(disks.of(container, image, directory.layers()));
            return new Made(
                    root, made, spec, neighbours.joins(container), prepared.wires().network());
        } catch (Failure e) {
            throw cannotStart(container, e);
        }
    }

    /// Bytes of the files of a container's image, without the machine's own; 0 if it is gone.
    long imageBytes(ContainerDocument container) {
        try {
            return image(container).parts().stream()
                    .filter(part -> !part.foreign())
                    .flatMap(part -> part.lowers().stream())
                    .mapToLong(lower -> DiskUsage.ofFiles(Path.of(lower)))
                    .sum();
        } catch (Failure e) {
            LOG.warn("{}", e.getMessage());
            return 0;
        }
    }

    /// Whether nobody but its own kernel sees a container's files.
    boolean isOnDisks(ContainerDocument container) {
        return disks.has(container);
    }

    /// What a container's root is made of; its layers are made if they are missing.
    RootParts rootParts(ContainerDocument container, ContainerDirectory directory) {
        Image image = image(container);
        WritableRoot layered = root(container, image, directory.layers());
        WritableRoot root = layered.isCopied() ? layered.copied() : layered;
        Spec spec = spec(container, image, ownFiles.places(container, directory), root.files());
        root.prepare();
        RootFilesystem files =
                root.filesystem().with(disks.of(container, image, directory.layers()));
        return new RootParts(image, files, spec, rootless);
    }

    /// What a container is started with.
    private record Made(
            WritableRoot root,
            RootFilesystem files,
            Spec spec,
            Map<Namespace.Type, Task> joins,
            Optional<OwnNetwork> network) {}

    /// What is handed to an isolation; nothing is made for it here.
    private TaskSpec describe(
            ContainerDocument container,
            ContainerDirectory directory,
            Made made,
            Optional<Foreground> foreground) {
        ContainerConfig config = container.config();
        return new TaskSpec(
                directory.address(),
                container.name(),
                directory.state(),
                made.spec(),
                made.files(),
                directory.state(),
                StreamChoice.of(config),
                log(container, directory).settings(),
                monitor(config, directory),
                foreground,
                succession.howToRevive(),
                made.joins(),
                made.network());
    }

    /// Starts another program in a container.
    Exec exec(
            ContainerDocument container,
            ContainerDirectory directory,
            Task into,
            ExecConfig config,
            Optional<Foreground> foreground) {
        restraint().require(container, config);
        Image image = image(container);
        RootFiles files =
                disks.has(container)
                        ? root(container, image, directory.layers()).files()
                        : liveFiles(into);
        Spec spec = spec(container, image, ownFiles.places(container, directory), files);
        String id = Ids.random();
        Path home = directory.run().resolve(EXECS + "-" + id);
        makeDirectory(home);
        try (Sandbox sandbox = neighbours.open(container)) {
            Task task =
                    sandbox.exec(
                            into,
                            new ExecSpec(
                                    new TaskAddress(id, home),
                                    specs.execProcess(
                                            spec, config.request(), new UserLookup(files)),
                                    spec,
                                    StreamChoice.of(config),
                                    foreground));
            return new Exec(id, task, tidied(task, home));
        } catch (Failure e) {
            FileTree.delete(home);
            throw e.during("cannot exec in container \"" + container.name() + "\"");
        }
    }

    /// The exec's exit, after which its directory is gone.
    private static CompletableFuture<ExitStatus> tidied(Task task, Path home) {
        return task.exit()
                .whenComplete((_, _) -> {
                    task.close();
                    FileTree.delete(home);
                });
    }

    /// Finds a container's program that an earlier engine started.
    Optional<Task> reconnect(ContainerDocument container, ContainerDirectory directory) {
        try (Sandbox sandbox = neighbours.open(container)) {
            Optional<Task> task = sandbox.reconnect(directory.address());
            task.ifPresent(running -> {
                volumes.releaseAfter(container, running);
                switchboard.found(container, directory, running.pid());
            });
            return task;
        }
    }

    /// Ends and removes what a task without a monitor has left on the machine. What cannot be
    /// removed stays, and is reported to the log: the container has ended all the same.
    void collect(ContainerDocument container) {
        try (Sandbox sandbox = neighbours.open(container)) {
            sandbox.collect(container.id());
        } catch (Failure e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private Image image(ContainerDocument container) {
        return images.resolve(
                container.config().image(), container.origin().map(Image.Origin::manifest));
    }

    private WritableRoot root(ContainerDocument container, Image image, WritableLayers layers) {
        ContainerConfig config = container.config();
        return new WritableRoot(
                layers,
                image,
                config.security().readOnlyRoot(),
                rootless,
                config.lifecycle().autoRemove() || neighbours.isTemporary(container),
                container.ids().isPresent(),
                WritableRoot.Making.OVERLAY);
    }

    private Spec spec(ContainerDocument container, Image image, EngineFiles files, RootFiles root) {
        return specs.build(restraint().of(container), image, files, new UserLookup(root));
    }

    /// What containers are not given because of where they may send.
    Restraint restraint() {
        return new Restraint(neighbours, rootless);
    }

    /// The running container's own view of its files.
    private static RootFiles liveFiles(Task task) {
        return new RootFiles(List.of(Path.of("/proc/" + task.pid() + "/root")));
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "cannot make \"" + directory + "\": " + e, e);
        }
    }

    private static LogTarget log(ContainerDocument container, ContainerDirectory directory) {
        return new LogTarget(container.config().lifecycle().log(), directory.log());
    }

    /// Clients learn of the end after this engine has: what they ask next finds it ended.
    private MonitorSettings monitor(ContainerConfig config, ContainerDirectory directory) {
        return new MonitorSettings(
                directory.durable(),
                config.process().inputOnce(),
                true,
                succession.of(config.needsEngine()));
    }

    /// What containers are shown of the engine's own.
    OwnFiles ownFiles() {
        return ownFiles;
    }

    /// Tells a running container's monitor what has become of its need for an engine.
    void updateMonitor(Task running, ContainerConfig config) {
        running.needEngine(succession.of(config.needsEngine()) == WithoutEngine.STARTS_ONE);
    }
}
