package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.CpuAffinity;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.Argument.Register;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The start of a further program in a running container as a plan.
///
/// The launcher clones an intermediate child, which joins the container's control groups and, with
/// one setns(2) of a pidfd, its namespaces; it then clones the process as a child of the launcher.
public final class ExecPlan {
    private final Linux linux;
    private final Process process;
    private final PlanBuilder plan;
    private final Isolation isolation;
    private final ProcessStart start;
    private final CgroupEntry cgroups;
    private final Streams streams;
    private final CustodySteps custody;
    private final LauncherSteps launcher;
    private final @Nullable SeccompListener listener;
    private final ProcessSetup setup;
    private final ExecLaunch launch;

    private ExecPlan(ExecLaunch launch) {
        this.launch = launch;
        PlanHost host = launch.host();
        this.linux = Objects.requireNonNullElse(launch.container().linux(), Linux.NONE);
        this.process = launch.process();
        this.plan = new PlanBuilder(host.arch());
        this.isolation = Isolation.of(linux, host);
        // A program that joins has to find its working directory.
        LaunchOptions options =
                launch.options().without(LaunchOptions.Habit.CREATE_WORKING_DIRECTORY);
        this.start = ProcessStart.of(host, options, process, linux);
        this.cgroups = groups();
        this.streams = new Streams(plan, launch.stdio(), start);
        this.custody = CustodySteps.of(plan, launch.descriptors(), launch.custody());
        this.launcher = new LauncherSteps(plan);
        this.listener = listener();
        this.setup = new ProcessSetup(plan, start, streams, custody, listener);
    }

    private @Nullable SeccompListener listener() {
        return launch.state().isPresent()
                ? SeccompListener.of(plan, linux.seccomp(), launch.state()::get)
                : SeccompListener.refuse(linux.seccomp());
    }

    private CgroupEntry groups() {
        PlanHost host = launch.host();
        return launch.groups().isPresent()
                ? new KnownCgroups(host, plan, launch.groups().get())
                : Cgroups.of(host, linux, launch.id(), isolation, plan);
    }

    /// Compiles the start of a program in a running container.
    ///
    /// @throws dev.hako.failure.Failure of kind `UNSUPPORTED` with the remedy, or `INVALID`, when
    ///   what is asked for cannot be done
    public static Plan compile(ExecLaunch launch) {
        return new ExecPlan(launch).compile();
    }

    private Plan compile() {
        Label between = new Label("intermediate");
        Label child = new Label("process");

        // The launcher.
        custody.begin(launcher, false);
        cgroups.open();
        streams.open();
        setup.open();
        if (listener != null) {
            listener.connect();
        }
        plan.doing("open sockets to the process", "");
        SocketPair sockets = custody.keepClear(SocketPair.open(plan));
        long registers = plan.registers().used();
        plan.doing("make the intermediate process", "");
        Cloning.into(plan, 0, cgroups.birthplace(), between);
        Cloning cloning = learnOfProcess(sockets);
        prepare(cloning.pid());
        launcher.letGo(sockets, cloning.pid());
        launcher.reportCreated(cloning.pid());
        streams.receiveTerminal(sockets);
        custody.finish(
                launcher,
                new CustodySteps.Started(
                        cloning,
                        sockets,
                        streams,
                        launch.stdio(),
                        LauncherSteps.WAIT_MILLIS,
                        false,
                        () -> {}));

        // The intermediate child.
        plan.registers().restore(registers);
        plan.place(between);
        ProcessSetup.dieWithLauncher(plan);
        affinity("first", CpuAffinity::initial);
        cgroups.join();
        ProcessSetup.hide(plan);
        joinNamespaces();
        cloneProcess(sockets, child);

        // The process.
        plan.registers().restore(registers);
        plan.place(child);
        ProcessSetup.dieWithLauncher(plan);
        Register pid = launcher.awaitLauncher(sockets);
        if (listener != null) {
            listener.know(pid);
        }
        affinity("last", CpuAffinity::last);
        if (isolation.has(Namespace.Type.USER)) {
            Credentials.becomeNamespaceRoot(plan);
        }
        ProcessSetup.beginSession(plan, launch.options());
        streams.openJoinedTerminal(sockets);
        setup.become(linux, () -> custody.await(sockets), () -> {});
        return plan.build();
    }

    private Cloning learnOfProcess(SocketPair sockets) {
        plan.doing("learn of the process", "");
        plan.add(new Action.Receive(sockets.launcher(), LauncherSteps.WAIT_MILLIS));
        Register pid = plan.into("pid");
        plan.add(new Action.ReceiveFd(sockets.launcher(), LauncherSteps.WAIT_MILLIS));
        return new Cloning(pid, plan.into("pidfd"));
    }

    private void prepare(Register pid) {
        if (isolation.has(Namespace.Type.USER)) {
            new Rlimits(plan, start).raise(pid);
        }
        if (process.oomScoreAdj() != null) {
            ProcessSetup.oomScore(plan, process, ProcessPaths.of(plan, pid, "oom_score_adj"));
        }
    }

    private void affinity(
            String when, java.util.function.Function<CpuAffinity, @Nullable String> which) {
        CpuAffinity affinity = process.execCpuAffinity();
        if (affinity != null) {
            new Scheduling(plan).affinity(when, which.apply(affinity));
        }
    }

    private void joinNamespaces() {
        int mask = isolation.fresh();
        for (Namespace.Type type : isolation.joined().keySet()) {
            mask |= Isolation.flag(type);
        }
        if (isolation.isJoined(Namespace.Type.USER)) {
            Credentials.leaveGroups(plan);
        }
        Argument process = container();
        plan.doing("join the container's namespaces", "");
        plan.call(Syscall.SETNS, process, value(mask));
    }

    /// The container's first process: a descriptor that the launcher was given, or one that it
    /// opens by the note that was made of it.
    private Argument container() {
        Optional<String> note = launch.options().note();
        return note.isPresent() ? ProcessNote.open(plan, note.get()) : value(launch.pidfd());
    }

    private void cloneProcess(SocketPair sockets, Label child) {
        plan.doing("make the process", "");
        Cloning cloning = Cloning.into(plan, Cloning.CLONE_PARENT, Register.NONE, child);
        plan.doing("tell the launcher of the process", "");
        plan.add(new Action.Send(sockets.child(), cloning.pid()));
        plan.add(new Action.SendFd(sockets.child(), cloning.pidfd()));
        plan.add(new Action.End(0));
    }
}
