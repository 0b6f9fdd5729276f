package dev.hako.plan;

import static dev.hako.kernel.Errno.EACCES;
import static dev.hako.kernel.Errno.ENOSYS;
import static dev.hako.kernel.Errno.EPERM;
import static dev.hako.plan.Argument.value;

import dev.hako.plan.Argument.Register;

/// How a process comes to be its starter's (see [Handover]).
///
/// Whoever has started the launcher is at its control socket, and notes the process before the
/// process goes on alone: it dies with the launcher until then, so that a start that is killed
/// leaves none that nobody knows of.
final class HandoverSteps implements CustodySteps {
    private static final int CONTROL_FD = 4;
    private static final int FIRST_OF_PROGRAM = 3;
    private static final int NOTE_MILLIS = 10_000;
    private static final int PR_SET_PDEATHSIG = 1;

    private final PlanBuilder plan;
    private final Handover handover;
    private Register gate = Register.NONE;

    HandoverSteps(PlanBuilder plan, Handover handover) {
        this.plan = plan;
        this.handover = handover;
    }

    @Override
    public void begin(LauncherSteps launcher, boolean adoptsOrphans) {
        launcher.keepDescriptorsBack();
        if (handover.gate() != Descriptors.ABSENT) {
            plan.doing("keep the gate", "");
            gate = keep(value(handover.gate()), "gate");
        }
    }

    private Register keep(Argument fd, String name) {
        plan.call(Syscall.FCNTL, fd, value(Streams.F_DUPFD_CLOEXEC), value(Streams.FIRST_KEPT));
        return plan.into(name);
    }

    @Override
    public boolean isNoted() {
        return true;
    }

    @Override
    public SocketPair keepClear(SocketPair sockets) {
        return new SocketPair(sockets.launcher(), keep(sockets.child(), "peer_kept"));
    }

    @Override
    public void finish(LauncherSteps launcher, Started started) {
        plan.doing("wait for the process to be ready", "");
        plan.add(new Action.Receive(started.sockets().launcher(), started.waitMillis()));
        launcher.reportStarted(started.process().pid());
        plan.doing("wait until the process is noted", "");
        plan.add(new Action.Receive(value(CONTROL_FD), NOTE_MILLIS));
        plan.doing("let the process go on", "");
        plan.add(new Action.Send(started.sockets().launcher(), value(0)));
        launcher.awaitProgram(LauncherSteps.WAIT_MILLIS);
        plan.doing("end the start", "");
        plan.add(new Action.End(0));
    }

    @Override
    public void await(SocketPair sockets) {
        plan.doing("say that the process is ready", "");
        plan.add(new Action.Send(sockets.child(), value(0)));
        plan.add(new Action.Receive(sockets.child(), NOTE_MILLIS + LauncherSteps.WAIT_MILLIS));
        plan.doing("leave the process to its starter", "");
        plan.prctl(PR_SET_PDEATHSIG, 0);
        if (gate.exists()) {
            closeRest();
            plan.doing("wait at the gate", "");
            plan.add(new Action.Gate(gate));
        }
    }

    /// The wait may be long, and the launcher's other end of the control socket waits for its end.
    /// A filter may be there that does not know close_range(2): what is open then ends with exec.
    private void closeRest() {
        plan.doing("close what the start needed", "");
        if (FIRST_OF_PROGRAM + handover.preserved() <= CONTROL_FD) {
            plan.call(Syscall.CLOSE, value(CONTROL_FD));
        }
        plan.call(
                        Syscall.CLOSE_RANGE,
                        value(FIRST_OF_PROGRAM + handover.preserved()),
                        value(Streams.FIRST_KEPT - 1),
                        value(0))
                .tolerate(EPERM, EACCES, ENOSYS);
    }

    @Override
    public int preserved() {
        return handover.preserved();
    }
}
