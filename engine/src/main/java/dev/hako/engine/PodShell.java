package dev.hako.engine;

import dev.hako.engine.config.Limits;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Share;
import dev.hako.engine.network.plugins.PodNetwork;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.spec.EngineFiles;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.engine.store.PodDirectory;
import dev.hako.engine.store.PodDocument;
import dev.hako.failure.Failure;
import dev.hako.isolation.Isolation;
import dev.hako.isolation.MonitorSettings;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.SharedParts;
import dev.hako.isolation.Stdio;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.network.names.ResolvConf;
import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Namespace;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Bind;
import dev.hako.plan.SandboxPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a pod has besides its containers: what they share, the files that tell them of it, and the
/// process that a shared PID namespace needs.
///
/// @param document what the pod is
/// @param directory where it is kept
/// @param means what it is made of
record PodShell(PodDocument document, PodDirectory directory, Pods.Means means) {
    private static final String INIT = "init";
    private static final String ROOT = "root";
    private static final int HOSTNAME_CHARS = 63;

    /// The same with another configuration.
    PodShell with(PodConfig config) {
        PodDocument changed =
                new PodDocument(document.id(), document.name(), document.createdAt(), config);
        return new PodShell(changed, directory, means);
    }

    Sandbox open() {
        return means.isolations()
                .standard()
                .open(new SandboxSpec(document.id(), Optional.of(parts())));
    }

    /// The same, all of whose containers together may use so much.
    ///
    /// @throws Failure `CONFLICT` if it was shut down
    PodShell limited(Limits limits) {
        if (document.config().orchestration().temporary() && !directory.isReady()) {
            throw Failure.conflict("it was shut down").hint("make another");
        }
        try (Sandbox sandbox = open()) {
            sandbox.limit(SpecBuilder.resources(limits));
        }
        return this;
    }

    /// What changes how it is connected.
    PodNetworkChange networkChange() {
        return new PodNetworkChange(this, means.networks());
    }

    private SharedParts parts() {
        PodConfig config = document.config();
        Set<Namespace.Type> types = EnumSet.noneOf(Namespace.Type.class);
        for (Share share : config.ownShares()) {
            if (share != Share.PID) {
                types.add(type(share));
            }
        }
        String hostname = config.shares().contains(Share.UTS) ? hostname() : "";
        Map<String, String> sysctl = means.specs().podSysctl(config);
        return new SharedParts(
                directory.run(),
                types,
                hostname,
                sysctl,
                config.shmBytes(),
                config.orchestration().cgroupParent(),
                config.orchestration()
                        .users()
                        .map(users -> new IdMapping(0, users.first(), users.count())));
    }

    static Namespace.Type type(Share share) {
        return switch (share) {
            case NETWORK -> Namespace.Type.NETWORK;
            case IPC -> Namespace.Type.IPC;
            case UTS -> Namespace.Type.UTS;
            case PID -> Namespace.Type.PID;
        };
    }

    /// What was asked for; otherwise its name, as far as that can be a host's (hostname(7)).
    String hostname() {
        String name = document.name();
        return document.config()
                .hostname()
                .orElse(name.substring(0, Math.min(name.length(), HOSTNAME_CHARS)));
    }

    Path hosts() {
        return directory.run().resolve("hosts");
    }

    Path hostnameFile() {
        return directory.run().resolve("hostname");
    }

    /// Where the `/etc/resolv.conf` is that its containers are shown, if it is connected, or if it
    /// was said what is in it.
    Optional<Path> resolvConf() {
        PodConfig config = document.config();
        boolean connected =
                !config.connections().joins().isEmpty()
                        || config.network().filter(PodConfig::isOfPlugins).isPresent()
                        || !config.connections().names().equals(ResolvConf.Choice.NONE);
        return connected ? Optional.of(directory.run().resolve("resolv.conf")) : Optional.empty();
    }

    /// Connects it to its networks, and writes the files that its containers are shown.
    void connect() {
        Connected how = means.networks().switchboard().pods().connect(network());
        EngineFiles files =
                new EngineFiles(hosts(), hostnameFile(), resolvConf(), Map.of(), Optional.empty());
        new NameFiles(hostname(), document.config().connections(), how.connections()).write(files);
    }

    /// The network that its containers share.
    PodNetwork network() {
        return new PodNetwork(
                document.id(),
                document.name(),
                document.config().labels(),
                document.config().network().filter(PodConfig::isOfPlugins),
                document.config().connections(),
                directory.run().resolve(SandboxPlan.file(Namespace.Type.NETWORK)),
                directory.run(),
                directory.decisions());
    }

    /// Whether it has a process of its own: the first of a shared PID namespace, which takes in
    /// what others leave behind.
    boolean needsInit() {
        return document.config().shares().contains(Share.PID);
    }

    Task startInit(Sandbox sandbox) {
        Path home = initAddress().directory();
        try {
            Files.createDirectories(home.resolve(ROOT).resolve("dev"));
            Files.deleteIfExists(home.resolve(TaskAddress.EXIT_FILE));
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "cannot make \"" + home + "\": " + e, e);
        }
        Bind root = new Bind(home.resolve(ROOT).toString(), "/", true);
        return sandbox.start(
                new TaskSpec(
                        initAddress(),
                        document.name() + "-init",
                        home,
                        means.specs().podInit(document.id() + "-init", means.init().path()),
                        new RootFilesystem(List.of(root), List.of()),
                        home,
                        new Stdio.Pipes(false),
                        Optional.empty(),
                        new MonitorSettings(false, false, false, means.succession().of(false)),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty()));
    }

    /// Finds the process that an earlier engine has started, or ends what is left of it.
    Optional<Task> findInit() {
        try (Sandbox sandbox = open()) {
            Optional<Task> running = sandbox.reconnect(initAddress());
            if (running.isEmpty()) {
                sandbox.collect(initAddress().id());
            }
            return running;
        }
    }

    private TaskAddress initAddress() {
        return initAddress(directory);
    }

    private static TaskAddress initAddress(PodDirectory directory) {
        return new TaskAddress(directory.id() + "-init", directory.run().resolve(INIT));
    }

    /// Ends the process of a pod that was being made or removed.
    static void endInit(Isolation isolation, PodDirectory directory) {
        TaskAddress address = initAddress(directory);
        try (Sandbox sandbox = isolation.open(SandboxSpec.alone(directory.id()))) {
            Optional<Task> running = sandbox.reconnect(address);
            if (running.isPresent()) {
                try (Task init = running.get()) {
                    new Patience(init.exit()).kill(init, "cannot collect a pod");
                }
            }
        }
    }
}
