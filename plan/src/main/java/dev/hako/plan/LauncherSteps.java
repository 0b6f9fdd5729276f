package dev.hako.plan;

import static dev.hako.kernel.Errno.EPERM;
import static dev.hako.plan.Argument.value;

import dev.hako.plan.Argument.Register;

/// What the launcher does of its own in every plan, before and after it has cloned a process.
final class LauncherSteps {
    /// How long one process waits for another that has nothing slower to do than mounts.
    static final int WAIT_MILLIS = 60_000;

    private static final int FIRST_OF_PLAN = 5;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private final PlanBuilder plan;

    LauncherSteps(PlanBuilder plan) {
        this.plan = plan;
    }

    /// @param adoptsOrphans whether processes may outlive the one that is started
    void begin(boolean adoptsOrphans) {
        plan.doing("begin the launcher's session", "");
        closeOnExec();
        plan.call(Syscall.SETSID).tolerate(EPERM);
        if (adoptsOrphans) {
            plan.prctl(PR_SET_CHILD_SUBREAPER, 1);
        }
    }

    /// The same for a launcher that stays in its starter's session.
    void keepDescriptorsBack() {
        plan.doing("keep what the launcher was started with to itself", "");
        closeOnExec();
    }

    private void closeOnExec() {
        plan.call(Syscall.CLOSE_RANGE, value(3), value(0xffff_ffffL), value(CLOSE_RANGE_CLOEXEC));
    }

    void reportCreated(Register pid) {
        plan.doing("report the process", "");
        plan.add(new Action.Report(Milestone.CREATED, pid));
    }

    /// By the container's process.
    void reportMounted() {
        plan.doing("report the file systems", "");
        plan.add(new Action.Report(Milestone.MOUNTED, value(0)));
    }

    void letGo(SocketPair sockets, Register pid) {
        plan.doing("let the process go on", "");
        plan.add(new Action.Send(sockets.launcher(), pid));
    }

    /// The other side of [#letGo], by the process.
    Register awaitLauncher(SocketPair sockets) {
        plan.doing("wait for the launcher", "");
        plan.add(new Action.Receive(sockets.child(), WAIT_MILLIS));
        return plan.into("host_pid");
    }

    /// Closes everything that is not kept, before the wait: a mount's descriptor would keep the
    /// mount alive as long as the monitor.
    void closeRest() {
        plan.doing("close what the start needed", "");
        plan.call(
                Syscall.CLOSE_RANGE, value(FIRST_OF_PLAN), value(Streams.FIRST_KEPT - 1), value(0));
    }

    void awaitProgram(int millis) {
        plan.doing("wait for the program to run", "");
        plan.add(new Action.AwaitExec(millis));
    }

    void reportStarted(Register pid) {
        plan.doing("report that the program runs", "");
        plan.add(new Action.Report(Milestone.STARTED, pid));
    }
}
