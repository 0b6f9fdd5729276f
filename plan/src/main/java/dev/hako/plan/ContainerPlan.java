package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.State;
import dev.hako.plan.Argument.Register;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The start of a container as a plan.
///
/// Three lists below are its order: what the launcher does, what the container's process does, and
/// what is cleaned up. Where one waits for the other, both lists have a line for it.
public final class ContainerPlan {
    private final ContainerLaunch launch;
    private final Spec spec;
    private final Linux linux;
    private final Process process;
    private final PlanBuilder plan;
    private final Isolation isolation;
    private final ProcessStart start;
    private final Trees trees;
    private final Sources sources;
    private final Optional<SharedPlace> place;
    private final Root root;
    private final Cgroups cgroups;
    private final Mounts mounts;
    private final Namespaces namespaces;
    private final Hooks hooks;
    private final Streams streams;
    private final CustodySteps custody;
    private final LauncherSteps launcher;
    private final @Nullable SeccompListener listener;
    private final ProcessSetup setup;

    private ContainerPlan(ContainerLaunch launch) {
        PlanHost host = launch.host();
        this.launch = launch;
        this.spec = launch.spec();
        this.linux = Objects.requireNonNullElse(spec.linux(), Linux.NONE);
        this.process = requireProcess(spec);
        this.plan = new PlanBuilder(host.arch());
        this.isolation = Isolation.of(linux, host, launch.processes());
        Unsupported.refuse(spec, linux, isolation, launch.custody());
        this.start = ProcessStart.of(host, launch.options(), process, linux);
        this.trees = new Trees(plan, host.kernel());
        this.sources = new Sources(launch, plan, trees);
        MountIdMaps idMaps = new MountIdMaps(launch, plan);
        this.place = SharedPlace.of(launch, isolation);
        this.root = new Root(launch, plan, trees, sources, idMaps, place);
        this.cgroups = Cgroups.of(host, linux, launch.id(), isolation, plan);
        IdMappedMounts idMapped = new IdMappedMounts(plan, sources, idMaps);
        this.mounts = new Mounts(launch, plan, trees, sources, idMapped, cgroups, isolation);
        this.namespaces = new Namespaces(plan, isolation, linux.timeOffsets());
        this.hooks = new Hooks(plan, launch);
        this.streams = new Streams(plan, launch.stdio(), start);
        this.custody = CustodySteps.of(plan, launch.descriptors(), launch.custody());
        this.launcher = new LauncherSteps(plan);
        this.listener = SeccompListener.of(plan, linux.seccomp(), this::state);
        this.setup = new ProcessSetup(plan, start, streams, custody, listener);
    }

    /// As a seccomp agent is told of it.
    private State state() {
        return new State(
                Spec.VERSION,
                launch.id(),
                State.Status.CREATING,
                SeccompListener.PLACEHOLDER,
                launch.bundle(),
                spec.annotations());
    }

    private static Process requireProcess(Spec spec) {
        Process process = spec.process();
        if (process == null) {
            throw Refusal.invalid("config", "there is no process to run");
        }
        return process;
    }

    /// Compiles the start of a container.
    ///
    /// @throws dev.hako.failure.Failure of kind `UNSUPPORTED` with the remedy, or `INVALID`, when
    ///   the specification asks for what cannot be done
    public static Plan compile(ContainerLaunch launch) {
        return new ContainerPlan(launch).compile();
    }

    private Plan compile() {
        Label child = new Label("container");

        // The launcher.
        custody.begin(launcher, outlivesInit());
        new Disks(plan).mount(launch.root().mounted());
        cgroups.create();
        cgroups.open();
        streams.open();
        setup.open();
        if (listener != null) {
            listener.connect();
        }
        openSources();
        SocketPair sockets = needsSockets() ? openSockets() : SocketPair.NONE;
        long registers = plan.registers().used();
        Cloning process = namespaces.cloneProcess(cgroups.birthplace(), sockets, child);

        prepare(process.pid());
        if (waitsForLauncher()) {
            launcher.letGo(sockets, process.pid());
        }
        launcher.reportCreated(process.pid());
        launch.options().note().ifPresent(file -> ProcessNote.write(plan, file, process.pid()));
        streams.receiveTerminal(sockets);
        runRuntimeHooks(sockets, process.pid());
        finishLauncher(process, sockets);

        // The container's process.
        plan.registers().restore(registers);
        plan.place(child);
        Register pid = Register.NONE;
        ProcessSetup.dieWithLauncher(plan);
        cgroups.join();
        if (waitsForLauncher()) {
            pid = launcher.awaitLauncher(sockets);
        }
        if (listener != null) {
            listener.know(pid);
        }
        becomeRoot();
        namespaces.unshareLate();
        ProcessSetup.beginSession(plan, launch.options());
        new HostSettings(plan, spec, linux, isolation).apply();
        ProcessSetup.hide(plan);
        if (SharedPlace.isFound(spec, isolation)) {
            streams.openJoinedTerminal(sockets);
            awaitRuntimeHooks(sockets);
            hooks.createContainer(pid);
        } else {
            enterRoot(sockets, pid);
        }
        launcher.reportMounted();
        Register known = pid;
        setup.become(linux, () -> custody.await(sockets), () -> hooks.startContainer(known));

        cleanUp();
        return plan.build();
    }

    private void cleanUp() {
        plan.beginCleanup();
        if (custody instanceof MonitorStep monitor) {
            cgroups.oomKills()
                    .ifPresent(file -> OomKills.keep(plan, file, monitor.stateDirectory()));
        }
        cgroups.remove();
        place.ifPresent(shared -> shared.remove(plan));
        if (custody instanceof MonitorStep monitor) {
            monitor.endCompanion();
        }
        hooks.poststop();
        plan.doing("end the clean-up", "");
        plan.add(new Action.End(0));
    }

    /// The root file system is put together, and takes the place of the host's.
    private void enterRoot(SocketPair sockets, Register pid) {
        RootTree tree = root.assemble();
        mounts.make(tree);
        devices(tree);
        makeWorkingDirectory(tree);
        streams.openConsole(tree, trees, sockets);
        MaskedPaths paths = new MaskedPaths(plan, trees, launch.host().kernel());
        paths.makeReadOnly(tree, linux.readonlyPaths());
        paths.mask(tree, linux.maskedPaths());
        awaitRuntimeHooks(sockets);
        hooks.createContainer(pid);
        root.enter(tree);
        root.finish(tree, isReadOnly(), propagation());
    }

    /// A root that is about to become read-only gets a missing working directory before that.
    private void makeWorkingDirectory(RootTree tree) {
        String cwd = RootTree.relative(process.cwd());
        if (isReadOnly() && !cwd.isEmpty() && !RootTree.isStrict(cwd)) {
            new WorkingDirectory(plan, start).makeIn(tree);
        }
    }

    /// Without a PID namespace the end of the first process is not the end of the others.
    private boolean outlivesInit() {
        return !isolation.isFresh(Namespace.Type.PID);
    }

    private void openSources() {
        boolean early = isolation.has(Namespace.Type.USER) || place.isPresent();
        if (early && !SharedPlace.isFound(spec, isolation)) {
            root.makeEarly();
        }
        mounts.openEarly(early);
    }

    private SocketPair openSockets() {
        plan.doing("open sockets to the container's process", "");
        return custody.keepClear(SocketPair.open(plan));
    }

    private boolean needsSockets() {
        return waitsForLauncher() || streams.isTerminal() || hooks.inRuntime() || custody.isNoted();
    }

    /// Whether the process must not begin before the launcher has done something with it.
    private boolean waitsForLauncher() {
        return isolation.isFresh(Namespace.Type.USER)
                || namespaces.hasIntermediate()
                || hooks.inContainer()
                || listener != null;
    }

    /// What the launcher does for a process that may not do it itself, or no longer sees the host's
    /// procfs.
    private void prepare(Register pid) {
        if (isolation.isFresh(Namespace.Type.USER)) {
            new IdMaps(plan, launch.options().idMapping())
                    .write(pid, linux.uidMappings(), linux.gidMappings());
        }
        if (isolation.has(Namespace.Type.USER)) {
            new Rlimits(plan, start).raise(pid);
        }
        if (process.oomScoreAdj() != null && !setsOwnOomScore()) {
            ProcessSetup.oomScore(plan, process, ProcessPaths.of(plan, pid, "oom_score_adj"));
        }
    }

    private boolean setsOwnOomScore() {
        return !isolation.has(Namespace.Type.USER) && !isolation.isJoined(Namespace.Type.MOUNT);
    }

    /// Root of the user namespace, or the engine's user as it is.
    private void becomeRoot() {
        if (isolation.has(Namespace.Type.USER)) {
            Credentials.becomeNamespaceRoot(plan);
        }
        if (process.oomScoreAdj() != null && setsOwnOomScore()) {
            ProcessSetup.oomScore(plan, process, plan.text("/proc/self/oom_score_adj"));
        }
        plan.doing("make files with the modes that are asked for", "");
        plan.call(Syscall.UMASK, value(0));
    }

    private void runRuntimeHooks(SocketPair sockets, Register pid) {
        if (hooks.inRuntime()) {
            plan.doing("wait for the container's mounts", "");
            plan.add(new Action.Receive(sockets.launcher(), LauncherSteps.WAIT_MILLIS));
            hooks.createRuntime(pid);
            plan.doing("let the container's process go on", "");
            plan.add(new Action.Send(sockets.launcher(), value(0)));
        }
    }

    private void awaitRuntimeHooks(SocketPair sockets) {
        if (hooks.inRuntime()) {
            plan.doing("let the launcher run hooks", "");
            plan.add(new Action.Send(sockets.child(), value(0)));
            plan.add(
                    new Action.Receive(
                            sockets.child(), LauncherSteps.WAIT_MILLIS + hooks.timeoutMillis()));
        }
    }

    private void finishLauncher(Cloning process, SocketPair sockets) {
        custody.finish(
                launcher,
                new CustodySteps.Started(
                        process,
                        sockets,
                        streams,
                        launch.stdio(),
                        LauncherSteps.WAIT_MILLIS + hooks.timeoutMillis(),
                        outlivesInit(),
                        () -> hooks.poststart(process.pid())));
    }

    private void devices(RootTree tree) {
        if (!mounts.has("dev", "bind")) {
            boolean bound = isolation.inUserNamespace();
            new Devices(plan, trees, linux.devices(), bound).make(tree, mounts.has("dev", "tmpfs"));
        }
    }

    private boolean isReadOnly() {
        return spec.root() != null && spec.root().readonly();
    }

    private int propagation() {
        Linux.Propagation wanted = linux.rootfsPropagation();
        if (wanted == null) {
            return 0;
        }
        return switch (wanted) {
            case PRIVATE -> MountFlags.MS_PRIVATE;
            case SHARED -> MountFlags.MS_SHARED;
            case SLAVE -> MountFlags.MS_SLAVE;
            case UNBINDABLE -> MountFlags.MS_UNBINDABLE;
        };
    }
}
