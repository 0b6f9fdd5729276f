package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.plan.Argument.Register;

/// The start of a program in a guest kernel, as a plan of the host: a process is cloned that stands
/// in for the program, and the launcher becomes its monitor, as it would be a container's.
public final class StandInPlan {
    /// What is told of a failed step of the guest's own plan is counted from here on.
    public static final int FIRST_OF_GUEST = 8192;

    /// For the guest's boot and the start inside; less than the launcher's own patience.
    private static final int PROGRAM_MILLIS = 55_000;

    /// For a guest to write what it holds, and go.
    private static final int END_MILLIS = 10_000;

    private final StandInLaunch launch;
    private final PlanBuilder plan;
    private final Isolation isolation;
    private final ProcessStart start;
    private final CgroupEntry cgroups;
    private final Streams streams;
    private final MonitorStep monitor;
    private final LauncherSteps launcher;
    private Register end = Register.NONE;

    private StandInPlan(StandInLaunch launch) {
        PlanHost host = launch.host();
        this.launch = launch;
        this.plan = new PlanBuilder(host.arch());
        this.isolation = Isolation.of(launch.linux(), host);
        this.start = ProcessStart.of(host, launch.options(), launch.process(), launch.linux());
        this.cgroups = Cgroups.of(host, launch.linux(), launch.id(), isolation, plan);
        this.streams = new Streams(plan, launch.stdio(), start);
        this.monitor = new MonitorStep(plan, launch.descriptors(), launch.monitoring());
        this.launcher = new LauncherSteps(plan);
    }

    /// Compiles it.
    public static Plan compile(StandInLaunch launch) {
        return new StandInPlan(launch).compile();
    }

    private Plan compile() {
        Label child = new Label("stand-in");

        // The launcher.
        monitor.begin(launcher, false);
        keepEnd();
        cgroups.open();
        streams.open();
        plan.doing("open sockets to the stand-in", "");
        SocketPair sockets = SocketPair.open(plan);
        long registers = plan.registers().used();
        plan.doing("make the stand-in", "");
        Cloning process = Cloning.into(plan, 0, cgroups.birthplace(), child);
        launcher.reportCreated(process.pid());
        streams.receiveTerminal(sockets);
        monitor.finish(
                launcher,
                new CustodySteps.Started(
                        process,
                        sockets,
                        streams,
                        launch.stdio(),
                        LauncherSteps.WAIT_MILLIS,
                        false,
                        () -> {}));

        // The stand-in.
        plan.registers().restore(registers);
        plan.place(child);
        ProcessSetup.dieWithLauncher(plan);
        cgroups.join();
        joinNetwork();
        ProcessSetup.hide(plan);
        ProcessSetup.beginSession(plan, launch.options());
        streams.openJoinedTerminal(sockets);
        leaveFiles();
        new ProcessSetup(plan, start, streams, monitor, null)
                .become(launch.linux(), () -> {}, () -> {}, this::standIn);
        cleanUp();
        return plan.build();
    }

    private void keepEnd() {
        if (launch.end() != Descriptors.ABSENT) {
            plan.doing("keep what tells of the guest's end", "");
            plan.call(
                    Syscall.FCNTL,
                    value(launch.end()),
                    value(Streams.F_DUPFD_CLOEXEC),
                    value(Streams.FIRST_KEPT));
            end = plan.into("end");
        }
    }

    private void joinNetwork() {
        if (launch.network() != Descriptors.ABSENT) {
            plan.doing("join the network namespace", "");
            plan.call(
                    Syscall.SETNS,
                    value(launch.network()),
                    value(dev.hako.kernel.Namespace.NETWORK.cloneFlag()));
        }
    }

    /// It has no file of the host to open, whatever becomes of it.
    private void leaveFiles() {
        plan.doing("leave the host's files for", launch.root());
        plan.call(Syscall.CHROOT, plan.text(launch.root()));
        plan.call(Syscall.CHDIR, plan.text("/"));
    }

    private void standIn() {
        plan.doing("run in the guest kernel", launch.process().args().getFirst());
        plan.add(new Action.StandIn(value(launch.carrier()), value(launch.plan()), PROGRAM_MILLIS));
    }

    private void cleanUp() {
        plan.beginCleanup();
        if (end.exists()) {
            plan.doing("wait for the guest's end", "");
            plan.add(new Action.Receive(end, END_MILLIS));
        }
        monitor.endCompanion();
        plan.doing("end the clean-up", "");
        plan.add(new Action.End(0));
    }
}
