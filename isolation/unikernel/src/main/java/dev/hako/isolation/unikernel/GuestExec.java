package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.monitor.LauncherProcess;
import dev.hako.isolation.monitor.LauncherProcess.Outcome;
import dev.hako.isolation.monitor.MonitoredTask;
import dev.hako.isolation.monitor.PlanTerms;
import dev.hako.isolation.monitor.SandboxHome;
import dev.hako.isolation.monitor.StartDescriptors;
import dev.hako.kernel.Errno;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.Descriptors;
import dev.hako.plan.ExecLaunch;
import dev.hako.plan.ExecPlan;
import dev.hako.plan.Plan;
import dev.hako.plan.StandInPlan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One start of a further program in a container that runs in a guest.
final class GuestExec {
    private final SandboxHome sandbox;
    private final EventLoop loop;
    private final GuestContainer container;
    private final ExecSpec spec;
    private final GuestHome home;
    private final String program;

    GuestExec(SandboxHome sandbox, EventLoop loop, GuestContainer container, ExecSpec spec) {
        this.sandbox = sandbox;
        this.loop = loop;
        this.container = container;
        this.spec = spec;
        this.home = container.home();
        this.program = "\"" + spec.process().args().getFirst() + "\"";
    }

    /// @throws Failure as [dev.hako.isolation.Sandbox#exec]
    Task run() {
        try (UnixSocket carrier = home.connect(container.task().title());
                var descriptors = new StartDescriptors()) {
            Plan inside = plan();
            Plan plan =
                    new StandIn(sandbox.planHost(), container.task().id(), linux(), home)
                            .plan(
                                    new StandIn.Place(
                                            descriptors.borrow(carrier.fd()),
                                            descriptors.own(StandIn.sealed(inside)),
                                            Descriptors.ABSENT,
                                            Descriptors.ABSENT),
                                    PlanTerms.stdio(spec.stdio()),
                                    opened(descriptors),
                                    PlanTerms.monitoring(spec.foreground()));
            try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
                return switch (launcher.await(destination())) {
                    case Outcome.Running(MonitoredTask task, _, _, _) -> task;
                    case Outcome.Failed(var failed) when isOfTheGone(failed) ->
                            throw Failure.conflict(container.task().title() + " has ended");
                    case Outcome.Failed(var failed) ->
                            throw new GuestFailure(plan, inside, failed, home)
                                    .explain(spec.process(), UnseenRoot.INSTANCE);
                };
            }
        } catch (Failure e) {
            throw e.during("cannot run " + program + " in " + container.task().title());
        }
    }

    /// What is the guest's on the host goes with it, such as the groups that its stand-ins join.
    private static boolean isOfTheGone(Frame.Failed failed) {
        return failed.step() < StandInPlan.FIRST_OF_GUEST
                && (failed.errno() == Errno.ENOENT.number()
                        || failed.errno() == Errno.ENODEV.number());
    }

    private Linux linux() {
        return Objects.requireNonNullElse(spec.container().linux(), Linux.NONE);
    }

    private Plan plan() {
        Spec inside =
                spec.container()
                        .with(s ->
                                s.linux(
                                        linux().with(l ->
                                                l.cgroupsPath(null)
                                                        .resources(
                                                                dev.hako.oci.runtime.Resources
                                                                        .NONE))));
        return ExecPlan.compile(
                new ExecLaunch(
                        GuestPlace.HOST,
                        container.task().id(),
                        inside,
                        spec.process(),
                        Optional.empty(),
                        Optional.empty(),
                        Descriptors.ABSENT,
                        PlanTerms.stdio(spec.stdio()),
                        GuestPlace.DESCRIPTORS,
                        GuestPlace.MONITORING,
                        GuestPlace.OPTIONS));
    }

    private Descriptors opened(StartDescriptors descriptors) {
        return new Descriptors(
                descriptors.directory(spec.address().directory()),
                Descriptors.ABSENT,
                descriptors.listener(spec.address()),
                descriptors.client(spec.foreground()),
                Descriptors.ABSENT,
                Descriptors.ABSENT,
                List.of());
    }

    private LauncherProcess.Destination destination() {
        return new LauncherProcess.Destination(
                spec.address(),
                program + " in " + container.task().title(),
                spec.address().directory().resolve(TaskAddress.EXIT_FILE));
    }
}
