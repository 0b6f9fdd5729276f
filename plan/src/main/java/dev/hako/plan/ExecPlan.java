package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.CpuAffinity;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.Argument.Register;
import java.util.Objects;

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
    private final Cgroups cgroups;
    private final Streams streams;
    private final MonitorStep monitor;
    private final LauncherSteps launcher;
    private final ProcessSetup setup;
    private final ExecLaunch launch;

    private ExecPlan(ExecLaunch launch) {
        this.launch = launch;
        PlanHost host = launch.host();
        this.linux = Objects.requireNonNullElse(launch.container().linux(), Linux.NONE);
        this.process = launch.process();
        this.plan = new PlanBuilder(host.arch());
        this.isolation = Isolation.of(linux, host);
        this.start = ProcessStart.of(host, launch.options().forExec(), process, linux);
        this.cgroups = Cgroups.of(host, linux, launch.id(), isolation, plan);
        this.streams = new Streams(plan, launch.stdio(), start);
        this.monitor = new MonitorStep(plan, launch.descriptors(), launch.monitoring());
        this.launcher = new LauncherSteps(plan);
        this.setup = new ProcessSetup(plan, start, streams);
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
        launcher.begin(false);
        monitor.keepDescriptors();
        cgroups.open();
        streams.open();
        plan.doing("open sockets to the process", "");
        SocketPair sockets = SocketPair.open(plan);
        long registers = plan.registers().used();
        plan.doing("make the intermediate process", "");
        Cloning.into(plan, 0, cgroups.birthplace(), between);
        Cloning cloning = learnOfProcess(sockets);
        prepare(cloning.pid());
        launcher.letGo(sockets, cloning.pid());
        launcher.reportCreated(cloning.pid());
        streams.receiveTerminal(sockets);
        Register pidfd = monitor.keep(cloning.pidfd(), "pidfd_monitor");
        launcher.closeRest();
        launcher.awaitProgram(LauncherSteps.WAIT_MILLIS);
        launcher.reportStarted(cloning.pid());
        monitor.append(cloning, pidfd, streams, launch.stdio(), false);

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
        launcher.awaitLauncher(sockets);
        affinity("last", CpuAffinity::last);
        if (isolation.has(Namespace.Type.USER)) {
            Credentials.becomeNamespaceRoot(plan);
        }
        ProcessSetup.beginSession(plan);
        streams.openJoinedTerminal(sockets);
        setup.become(linux, () -> {});
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
            String when,
            java.util.function.Function<CpuAffinity, @org.jspecify.annotations.Nullable String>
                    which) {
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
        plan.doing("join the container's namespaces", "");
        plan.call(Syscall.SETNS, value(launch.pidfd()), value(mask));
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
