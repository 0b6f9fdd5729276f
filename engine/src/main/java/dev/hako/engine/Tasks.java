package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.delivery.Receiver;
import dev.hako.engine.spec.EngineFiles;
import dev.hako.engine.spec.RootFiles;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.engine.spec.SpecBuilder.ExecRequest;
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
import dev.hako.isolation.LogSettings;
import dev.hako.isolation.MonitorSettings;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Stdio;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.WindowSize;
import dev.hako.isolation.WithoutEngine;
import dev.hako.kernel.FileTree;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.Plan;
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
    private static final String HOSTNAME = "hostname";
    private static final String EXECS = "exec";
    private static final String LOCALHOST =
            """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            """;

    private final Images images;
    private final VolumeKeeper volumes;
    private final SpecBuilder specs;
    private final Neighbours neighbours;
    private final InitProgram init;
    private final Succession succession;
    private final boolean rootless;

    Tasks(
            Images images,
            VolumeKeeper volumes,
            SpecBuilder specs,
            Neighbours neighbours,
            InitProgram init,
            Succession succession,
            boolean rootless) {
        this.images = images;
        this.volumes = volumes;
        this.specs = specs;
        this.neighbours = neighbours;
        this.init = init;
        this.succession = succession;
        this.rootless = rootless;
    }

    /// Refuses what could not be started, before anything is made of it.
    void check(ContainerDocument container) {
        neighbours.isolations().of(container.config());
        Image image = image(container);
        WritableRoot root = root(container, image, new WritableLayers(Path.of("/nonexistent")));
        EngineFiles files =
                new EngineFiles(
                        Path.of("/hosts"), Path.of("/hostname"), Map.of(), Optional.empty());
        spec(container, image, files, root.files());
    }

    /// Starts a container's program.
    Task start(ContainerDocument container, ContainerDirectory directory, StartRequest request) {
        try (OpenVolumes opened = openVolumes(container);
                Sandbox sandbox = neighbours.open(container)) {
            prepareNeighbours(container, sandbox);
            TaskSpec spec = prepare(container, directory, opened, request);
            request.clock().mark(StartStage.SPECIFICATION);
            Task started = sandbox.start(spec);
            started.startTimes().ifPresent(request.clock()::mark);
            volumes.releaseAfter(container, started);
            return started;
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
        EngineFiles files = engineFiles(container, directory).with(volumes.places(container));
        try (Sandbox sandbox = neighbours.open(container)) {
            WritableRoot root = root(container, image, directory.layers());
            Spec spec = spec(container, image, files, root.files());
            return sandbox.plan(
                    describe(container, directory, new Made(root, spec), Optional.empty()));
        }
    }

    private TaskSpec prepare(
            ContainerDocument container,
            ContainerDirectory directory,
            OpenVolumes opened,
            StartRequest request) {
        try {
            Deliveries.receiver(container).ifPresent(Receiver::require);
            Image image = image(container);
            request.clock().mark(StartStage.IMAGE);
            WritableRoot root = root(container, image, directory.layers());
            root.prepare();
            EngineFiles files = writeFiles(container, directory).with(opened.paths());
            request.clock().mark(StartStage.LAYERS);
            Spec spec = spec(container, image, files, root.files());
            return describe(container, directory, new Made(root, spec), request.foreground());
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

    /// What a container's root is made of; its layers are made if they are missing.
    RootParts rootParts(ContainerDocument container, ContainerDirectory directory) {
        Image image = image(container);
        WritableRoot root = root(container, image, directory.layers());
        Spec spec = spec(container, image, engineFiles(container, directory), root.files());
        root.prepare();
        return new RootParts(image, root.filesystem(), spec.mounts(), rootless);
    }

    /// What a container is started with.
    private record Made(WritableRoot root, Spec spec) {}

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
                made.root().filesystem(),
                directory.state(),
                stdio(config),
                log(config.lifecycle().log(), directory),
                monitor(config, directory),
                foreground,
                succession.howToRevive(),
                neighbours.joins(container));
    }

    /// Starts another program in a container.
    Exec exec(
            ContainerDocument container,
            ContainerDirectory directory,
            Task into,
            ExecConfig config,
            Optional<Foreground> foreground) {
        Image image = image(container);
        Spec spec = spec(container, image, engineFiles(container, directory), liveFiles(into));
        ExecRequest request =
                new ExecRequest(
                        config.command(),
                        config.terminal(),
                        config.env(),
                        config.user(),
                        config.workingDirectory(),
                        config.privileged());
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
                                            spec, request, new UserLookup(liveFiles(into))),
                                    spec,
                                    stdio(config),
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
            task.ifPresent(running -> volumes.releaseAfter(container, running));
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
                config.lifecycle().autoRemove());
    }

    private Spec spec(ContainerDocument container, Image image, EngineFiles files, RootFiles root) {
        return specs.build(container, image, files, new UserLookup(root));
    }

    /// The running container's own view of its files.
    private static RootFiles liveFiles(Task task) {
        return new RootFiles(List.of(Path.of("/proc/" + task.pid() + "/root")));
    }

    private EngineFiles engineFiles(ContainerDocument container, ContainerDirectory directory) {
        Optional<Path> program =
                container.config().process().init() ? Optional.of(init.path()) : Optional.empty();
        Path hostname =
                neighbours.hostname(container).orElseGet(() -> directory.state().resolve(HOSTNAME));
        Path hosts =
                neighbours
                        .hosts(container)
                        .orElseGet(() -> directory.state().resolve(Neighbours.HOSTS));
        return new EngineFiles(hosts, hostname, Map.of(), program);
    }

    private EngineFiles writeFiles(ContainerDocument container, ContainerDirectory directory) {
        EngineFiles files = engineFiles(container, directory);
        String hostname = SpecBuilder.hostname(container);
        try {
            if (Files.notExists(files.hosts())) {
                Files.writeString(files.hosts(), LOCALHOST + "127.0.1.1\t" + hostname + "\n");
            }
            if (Files.notExists(files.hostname())) {
                Files.writeString(files.hostname(), hostname + "\n");
            }
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "cannot write the container's /etc/hosts and /etc/hostname: " + e,
                    e);
        }
        return files;
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "cannot make \"" + directory + "\": " + e, e);
        }
    }

    private static Stdio stdio(ContainerConfig config) {
        return config.process().terminal()
                ? new Stdio.Terminal(WindowSize.UNKNOWN)
                : new Stdio.Pipes(config.process().openInput());
    }

    private static Stdio stdio(ExecConfig config) {
        return config.terminal()
                ? new Stdio.Terminal(config.size())
                : new Stdio.Pipes(config.openInput());
    }

    private static Optional<LogSettings> log(LogConfig log, ContainerDirectory directory) {
        LogConfig.LogLimits limits = log.limits();
        return log.driver() == LogDriver.NONE
                ? Optional.empty()
                : Optional.of(
                        new LogSettings(directory.log(), limits.maxBytes(), limits.maxFiles()));
    }

    /// Clients learn of the end after this engine has: what they ask next finds it ended.
    private MonitorSettings monitor(ContainerConfig config, ContainerDirectory directory) {
        return new MonitorSettings(
                directory.durable(),
                config.process().inputOnce(),
                true,
                succession.of(needsEngine(config)));
    }

    /// Tells a running container's monitor what has become of its need for an engine.
    void updateMonitor(Task running, ContainerConfig config) {
        running.needEngine(succession.of(needsEngine(config)) == WithoutEngine.STARTS_ONE);
    }

    /// Whether somebody has to see to it while it runs, or to its end.
    private static boolean needsEngine(ContainerConfig config) {
        return config.lifecycle().autoRemove()
                || config.lifecycle().restart().restarts()
                || config.attended();
    }
}
