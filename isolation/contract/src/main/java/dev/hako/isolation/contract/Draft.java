package dev.hako.isolation.contract;

import static dev.hako.isolation.WithoutEngine.LIVES_ON;

import dev.hako.isolation.Attachment;
import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.Foreground;
import dev.hako.isolation.LogSettings;
import dev.hako.isolation.MonitorSettings;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Stdio;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.WindowSize;
import dev.hako.oci.hardening.ContainerOutline;
import dev.hako.oci.hardening.HardenedSpec;
import dev.hako.oci.hardening.KernelVersion;
import dev.hako.oci.hardening.Machine;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.RootFilesystem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A container, or a program to exec in one, before it is started: hardened as any container is,
/// and changed as its test needs.
public final class Draft {
    /// All streams and signals of a client, nothing lost.
    public static final Attachment ALL = new Attachment(true, true, true, true, true, new byte[0]);

    private static final Machine MACHINE =
            new Machine(architecture(), KernelVersion.parse(kernel()), 1);

    private final Stage stage;
    private final TaskAddress address;
    private Spec spec;
    private Stdio stdio = new Stdio.Pipes(true);
    private Attachment attachment = ALL;
    private MonitorSettings monitor = new MonitorSettings(false, true, false, LIVES_ON);
    private Optional<LogSettings> log = Optional.empty();
    private Optional<Sandbox> sandbox = Optional.empty();
    private final Map<Namespace.Type, Task> joins = new EnumMap<>(Namespace.Type.class);

    Draft(Stage stage, TaskAddress address, String program) {
        this.stage = stage;
        this.address = address;
        Process process =
                Process.of(List.of(program)).with(p -> p.env(List.of("PATH=/usr/bin:/bin")));
        spec =
                HardenedSpec.of(
                        new ContainerOutline(
                                new Root("rootfs", false),
                                process,
                                HardenedSpec.CAPABILITIES,
                                "stage",
                                address.id()),
                        MACHINE);
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : "amd64";
    }

    private static String kernel() {
        return System.getProperty("os.version");
    }

    /// The arguments after the program's name.
    public Draft words(String... words) {
        return process(p -> {
            var args = new ArrayList<>(process().args().subList(0, 1));
            args.addAll(List.of(words));
            p.args(args);
        });
    }

    /// Changes the process.
    public Draft process(Consumer<Process.Builder> change) {
        Process changed = process().with(change);
        return spec(s -> s.with(b -> b.process(changed)));
    }

    private Process process() {
        Process process = spec.process();
        if (process == null) {
            throw new IllegalStateException("the draft has no process");
        }
        return process;
    }

    /// Changes the whole spec.
    public Draft spec(UnaryOperator<Spec> change) {
        spec = change.apply(spec);
        return this;
    }

    /// What it would be started with.
    public Spec spec() {
        return spec;
    }

    /// Its run directory.
    public TaskAddress address() {
        return address;
    }

    /// Runs it on a terminal.
    public Draft terminal(int rows, int columns) {
        stdio = new Stdio.Terminal(new WindowSize(rows, columns));
        return this;
    }

    /// Leaves standard input closed.
    public Draft withoutInput() {
        stdio = new Stdio.Pipes(false);
        return this;
    }

    /// How its foreground client hangs on.
    public Draft attachment(Attachment attachment) {
        this.attachment = attachment;
        return this;
    }

    /// What its monitor does.
    public Draft monitor(MonitorSettings monitor) {
        this.monitor = monitor;
        return this;
    }

    /// Where it logs.
    public Draft log(LogSettings log) {
        this.log = Optional.of(log);
        return this;
    }

    /// Starts it in another sandbox than the stage's.
    public Draft in(Sandbox other) {
        sandbox = Optional.of(other);
        return this;
    }

    /// Gives it a namespace of another container instead of one of its own.
    public Draft joining(Namespace.Type type, Task other) {
        joins.put(type, other);
        return spec(s -> s.with(b -> b.hostname(null)));
    }

    /// Starts it with a client in the foreground.
    public Running start() {
        Client client = stage.client();
        Task task = start(Optional.of(new Foreground(client.connection(), attachment)));
        client.handedOver();
        return new Running(task, client);
    }

    /// Starts it without a client.
    public Task startDetached() {
        return start(Optional.empty());
    }

    /// Starts it without a client, for a test that sees to its end itself.
    public Task startUnmanaged() {
        return sandbox.orElseGet(stage::sandbox).start(task(Optional.empty()));
    }

    private Task start(Optional<Foreground> foreground) {
        Sandbox in = sandbox.orElseGet(stage::sandbox);
        return stage.manage(stage.able(() -> in.start(task(foreground))));
    }

    private TaskSpec task(Optional<Foreground> foreground) {
        return new TaskSpec(
                address,
                "stage",
                address.directory(),
                spec,
                RootFilesystem.directory(stage.root().folder().toString()),
                stage.folder(),
                stdio,
                log,
                monitor,
                foreground,
                Optional.empty(),
                joins,
                Optional.empty());
    }

    /// Starts it in a container that runs, with a client in the foreground.
    ///
    /// @param container whose spec is `in`'s
    public Running exec(Task container, Draft in) {
        Client client = stage.client();
        var foreground = Optional.of(new Foreground(client.connection(), attachment));
        Task task =
                stage.manage(
                        stage.sandbox()
                                .exec(
                                        container,
                                        new ExecSpec(
                                                address, process(), in.spec, stdio, foreground)));
        client.handedOver();
        return new Running(task, client);
    }

    /// A task with its client in the foreground.
    public record Running(Task task, Client client) {}
}
