package dev.hako.build.solve;

import dev.hako.build.files.LateDirectories;
import dev.hako.build.files.RootView;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.Streams;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.ProcessOptions;
import dev.hako.engine.config.RestartPolicy;
import dev.hako.engine.config.Sharing;
import dev.hako.engine.config.StorageOptions;
import dev.hako.engine.library.StepResult;
import dev.hako.failure.Failure;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.layout.Layer;
import dev.hako.image.store.StoredImage;
import dev.hako.kernel.NativePath;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// `RUN`: a container whose changes become a layer.
final class RunStep implements FileStep {
    private static final Set<String> MODES = Set.of("none", "host");

    private final Engine engine;
    private final Layers layers;
    private final State state;
    private final Program program;
    private final RunMounts mounts;

    /// What is run, and how.
    ///
    /// @param words the program and its arguments
    /// @param variables that it sees
    /// @param kept of those, the ones that the result depends on
    /// @param network of the instruction: `default`, `none` or `host`
    /// @param where the instruction is, for messages
    record Program(
            String title,
            List<String> words,
            Map<String, String> variables,
            Map<String, String> kept,
            String network,
            BuildRequest.Programs how,
            Where where) {
        Program {
            words = List.copyOf(words);
            variables = new TreeMap<>(variables);
            kept = new TreeMap<>(kept);
        }
    }

    /// Where an instruction is.
    ///
    /// @param shell of its stage
    record Where(int line, String name, String shell) {}

    RunStep(Engine engine, Layers layers, State state, Program program, RunMounts mounts) {
        this.engine = engine;
        this.layers = layers;
        this.state = state;
        this.program = program;
        this.mounts = mounts;
    }

    @Override
    public Optional<StepResult> find() throws IOException {
        return layers.find(key());
    }

    private Digest key() throws IOException {
        return Key.of("run")
                .with("files", state.files())
                .with("platform", state.platform().toString())
                .with("words", program.words)
                .with("variables", ConfigStep.entries(program.kept))
                .with("user", String.valueOf(state.execution().user()))
                .with("directory", state.workingDirectory())
                .with("network", program.network)
                .with("mounts", mounts.keys())
                .with("epoch", String.valueOf(layers.epoch()))
                .digest();
    }

    @Override
    public StepResult make(BuildListener.Vertex vertex) throws IOException, InterruptedException {
        StoredImage bare = layers.bare(state.layers());
        try (RunMounts.Opened opened = mounts.open()) {
            ContainerConfig config = config(bare, opened, program.words, false);
            Container container = engine.create(config, () -> layers.runnable(bare));
            try {
                StepResult result = run(container, vertex);
                layers.keep(key(), result);
                return result;
            } catch (ProgramFailure e) {
                if (program.how.shell().isPresent()) {
                    vertex.failed(e.text());
                    enter(program.how.shell().get(), config(bare, opened, debugging(), true), e);
                }
                throw e;
            } finally {
                remove(container);
            }
        }
    }

    /// Whatever the shell ends with, the build has failed.
    private List<String> debugging() {
        String shell = program.where.shell;
        return List.of(shell, "-c", "\"$0\"; exit 1", shell);
    }

    private void enter(BuildRequest.DebugShell shell, ContainerConfig config, ProgramFailure e) {
        StoredImage bare = layers.bare(state.layers());
        Container container = engine.create(config, () -> layers.runnable(bare));
        try {
            Where where = program.where;
            shell.enter(
                    container,
                    StepFailure.of(
                            e.during("line " + where.line + ", " + where.name),
                            where.line,
                            e.output()));
        } finally {
            remove(container);
        }
    }

    private StepResult run(Container container, BuildListener.Vertex vertex)
            throws IOException, InterruptedException {
        Tail tail = new Tail(vertex);
        int code;
        try (Streams streams = Streams.open(container)) {
            code = streams.pump(tail.stream(false), tail.stream(true));
        }
        if (code != 0) {
            throw new ProgramFailure(code, tail.lines());
        }
        container.ended().join();
        Set<NativePath> stubs = stubs(container);
        Layer layer =
                engine.files(container)
                        .layer(sink -> new LateDirectories(stubs::contains, timed(sink)));
        return layers.adopt(program.title, layer);
    }

    private EntrySink timed(EntrySink sink) {
        return layers.timed(sink);
    }

    /// Directories that were made only for something to be mounted in them.
    private Set<NativePath> stubs(Container container) {
        List<String> targets =
                new ArrayList<>(List.of("/etc/hosts", "/proc/x", "/dev/x", "/sys/x"));
        container.config().storage().mounts().forEach(mount -> targets.add(mount.target()));
        try (RootView root = layers.root(state.layers())) {
            return root.missingAbove(targets);
        }
    }

    /// Even if this thread has been told to end.
    private void remove(Container container) {
        boolean interrupted = Thread.interrupted();
        try {
            engine.volumes().removeWith(container, true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ContainerConfig config(
            StoredImage bare, RunMounts.Opened opened, List<String> words, boolean terminal) {
        Map<String, String> variables = new TreeMap<>(program.variables);
        variables.putAll(opened.variables());
        ContainerConfig.Builder builder =
                ContainerConfig.of(bare.id().toString())
                        .entrypoint(words)
                        .process(process(ConfigStep.entries(variables), terminal))
                        .namespaces(namespaces())
                        .storage(StorageOptions.STANDARD.withMounts(opened.mounts()))
                        .lifecycle(unlogged())
                        .label(WorkPlace.LABEL, mounts.buildId());
        program.how.isolation().ifPresent(builder::isolation);
        return builder.build();
    }

    private ProcessOptions process(List<String> variables, boolean terminal) {
        ProcessOptions standard = ProcessOptions.STANDARD;
        return new ProcessOptions(
                terminal,
                terminal,
                terminal,
                variables,
                Optional.of(state.workingDirectory()),
                Optional.ofNullable(state.execution().user()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                standard.groupPolicy(),
                Optional.empty());
    }

    private static LifecycleOptions unlogged() {
        LogConfig none = new LogConfig(LogDriver.NONE, LogConfig.LogLimits.STANDARD, Map.of());
        return new LifecycleOptions(
                false, Optional.empty(), Optional.empty(), RestartPolicy.NEVER, none);
    }

    private NamespaceOptions namespaces() {
        Optional<String> network =
                MODES.contains(program.network)
                        ? Optional.of(program.network)
                        : program.how.network();
        NetworkOptions options = NetworkOptions.NONE.withEgress(program.how.egress());
        if (network.isEmpty()) {
            return NamespaceOptions.STANDARD.withConnections(options);
        }
        return MODES.contains(network.get())
                ? NamespaceOptions.STANDARD
                        .with(network, Sharing.NONE)
                        .withConnections(
                                network.get().equals("none") ? NetworkOptions.NONE : options)
                : NamespaceOptions.STANDARD.withConnections(
                        options.withJoins(List.of(NetworkJoin.of(network.get()))));
    }

    /// That a program has ended otherwise than with 0.
    static final class ProgramFailure extends Failure {
        private static final long serialVersionUID = 1;

        private final transient List<String> output;

        ProgramFailure(int code, List<String> output) {
            super(Kind.CONFLICT, "the program ended with exit code " + code);
            this.output = output;
        }

        List<String> output() {
            return output;
        }
    }
}
