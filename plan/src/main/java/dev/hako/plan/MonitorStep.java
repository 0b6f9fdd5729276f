package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.List;

/// The launcher's last step: it becomes the program's monitor (`struct plan_monitor`).
final class MonitorStep implements CustodySteps {
    private static final int SIZE = 96;
    private static final int DURABLE = 1;
    private static final int STDIN_ONCE = 2;
    private static final int AWAIT_RELEASE = 4;
    private static final int KILL_ALL = 16;

    private final PlanBuilder plan;
    private final Descriptors descriptors;
    private final Monitoring monitoring;
    private Register stateDirectory = Register.NONE;
    private Register logDirectory = Register.NONE;
    private Register listener = Register.NONE;
    private Register client = Register.NONE;
    private Register lock = Register.NONE;
    private Register companion = Register.NONE;

    MonitorStep(PlanBuilder plan, Descriptors descriptors, Monitoring monitoring) {
        this.plan = plan;
        this.descriptors = descriptors;
        this.monitoring = monitoring;
        if (descriptors.stateDirectory() == Descriptors.ABSENT) {
            throw new IllegalArgumentException("the launcher is given no state directory");
        }
    }

    @Override
    public void begin(LauncherSteps launcher, boolean adoptsOrphans) {
        launcher.begin(adoptsOrphans);
        keepDescriptors();
    }

    @Override
    public boolean isNoted() {
        return false;
    }

    @Override
    public SocketPair keepClear(SocketPair sockets) {
        return sockets;
    }

    @Override
    public void await(SocketPair sockets) {}

    @Override
    public int preserved() {
        return 0;
    }

    @Override
    public void finish(LauncherSteps launcher, Started started) {
        Cloning process = started.process();
        Register pidfd = keep(process.pidfd(), "pidfd_monitor");
        launcher.closeRest();
        launcher.awaitProgram(started.waitMillis());
        started.poststart().run();
        launcher.reportStarted(process.pid());
        append(process, pidfd, started.streams(), started.stdio(), started.adoptsOrphans());
    }

    /// Moves what the launcher was started with out of the way.
    private void keepDescriptors() {
        plan.doing("keep what the launcher was started with", "");
        stateDirectory = keep(descriptors.stateDirectory(), "state");
        logDirectory = keep(descriptors.logDirectory(), "log");
        listener = keep(descriptors.listener(), "listener");
        client = keep(descriptors.client(), "client");
        lock = keep(descriptors.lock(), "lock");
        companion = keep(descriptors.companion(), "companion");
        descriptors.held().forEach(fd -> copy(value(fd)));
    }

    /// Where the monitor leaves what it has to say.
    Register stateDirectory() {
        return stateDirectory;
    }

    /// Ends the process that is to end with the container. It may have ended already.
    void endCompanion() {
        if (companion.exists()) {
            plan.doing("end what is to end with it", "");
            plan.call(
                    Syscall.PIDFD_SEND_SIGNAL,
                    companion,
                    value(Signals.SIGKILL),
                    value(0),
                    value(0));
        }
    }

    private Register keep(int fd, String name) {
        return fd == Descriptors.ABSENT ? Register.NONE : keep(value(fd), name);
    }

    /// A copy of a descriptor among those the launcher keeps.
    private Register keep(Argument fd, String name) {
        copy(fd);
        return plan.into(name);
    }

    private void copy(Argument fd) {
        int copy = Streams.F_DUPFD_CLOEXEC;
        plan.call(Syscall.FCNTL, fd, value(copy), value(Streams.FIRST_KEPT));
    }

    /// @param killAll whether processes may outlive the first one of the container
    private void append(
            Cloning process, Register pidfd, Streams streams, Stdio stdio, boolean killAll) {
        plan.doing("become the monitor", "");
        Struct struct = new Struct(SIZE);
        registers(
                struct,
                List.of(
                        process.pid(),
                        pidfd,
                        streams.terminal(),
                        streams.monitorEnd(0),
                        streams.monitorEnd(1),
                        streams.monitorEnd(2),
                        stateDirectory,
                        logDirectory,
                        listener,
                        client,
                        lock));
        struct.u32(12, flags(killAll));
        log(struct);
        foreground(struct);
        if (stdio instanceof Stdio.Terminal(int rows, int columns)) {
            struct.u16(52, rows).u16(54, columns);
        }
        struct.pointer(56, plan.text(monitoring.exitName()));
        revival(struct);
        Data monitor = plan.data().place(struct, monitoring);
        plan.add(new Action.Monitor(monitor));
    }

    private static void registers(Struct struct, List<Register> registers) {
        for (int i = 0; i < registers.size(); i++) {
            struct.u8(i, registers.get(i).index());
        }
    }

    private int flags(boolean killAll) {
        return (monitoring.durableExit() ? DURABLE : 0)
                | (monitoring.inputOnce() ? STDIN_ONCE : 0)
                | (monitoring.awaitRelease() ? AWAIT_RELEASE : 0)
                | monitoring.withoutEngine().flag()
                | (killAll ? KILL_ALL : 0);
    }

    private void log(Struct struct) {
        monitoring
                .log()
                .ifPresent(log ->
                        struct.u64(16, log.maxBytes())
                                .u32(24, log.maxFiles())
                                .pointer(64, plan.text(log.name())));
    }

    private void foreground(Struct struct) {
        monitoring
                .foreground()
                .ifPresent(foreground -> {
                    struct.u32(28, foreground.detachKeys().size());
                    for (int i = 0; i < foreground.detachKeys().size(); i++) {
                        struct.u8(32 + i, foreground.detachKeys().get(i));
                    }
                    struct.u32(48, foreground.flags());
                });
    }

    private void revival(Struct struct) {
        monitoring
                .revival()
                .ifPresent(revival ->
                        struct.pointer(72, plan.data().texts(revival.argv(), "argv"))
                                .pointer(80, plan.data().texts(revival.environment(), "envp"))
                                .pointer(88, plan.text(revival.socket())));
    }
}
