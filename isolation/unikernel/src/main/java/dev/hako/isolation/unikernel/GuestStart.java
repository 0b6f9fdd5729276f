package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.isolation.OwnNetwork;
import dev.hako.isolation.StartTimes;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.monitor.LauncherProcess;
import dev.hako.isolation.monitor.LauncherProcess.Outcome;
import dev.hako.isolation.monitor.MonitoredTask;
import dev.hako.isolation.monitor.PlanTerms;
import dev.hako.isolation.monitor.SandboxHome;
import dev.hako.isolation.monitor.StartDescriptors;
import dev.hako.isolation.monitor.diagnosis.LayeredRoot;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.Frame;
import dev.hako.plan.ContainerLaunch;
import dev.hako.plan.ContainerPlan;
import dev.hako.plan.Descriptors;
import dev.hako.plan.Plan;
import dev.hako.plan.StandInPlan;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// One start of a container: boots a kernel in its jail, and runs the container's plan inside.
///
/// Two launchers are started. The jail's becomes a monitor that only waits; the other one's process
/// stands in for the program, and its monitor is the container's.
final class GuestStart {
    private static final int END_MILLIS = 1000;

    private final SandboxHome sandbox;
    private final EventLoop loop;
    private final GuestKernel kernel;
    private final TaskSpec spec;
    private final GuestSpec guest;
    private final GuestRoot root;
    private final GuestHome home;
    private final String title;

    /// @throws Failure if a guest kernel does not do what the container is to have
    GuestStart(SandboxHome sandbox, EventLoop loop, GuestKernel kernel, TaskSpec spec) {
        this.sandbox = sandbox;
        this.loop = loop;
        this.kernel = kernel;
        this.spec = spec;
        this.guest = GuestSpec.of(spec);
        this.root = GuestRoot.of(spec.root(), guest.files().shared());
        this.home = GuestHome.of(spec.address().directory());
        this.title = "container \"" + spec.name() + "\"";
    }

    /// @throws Failure as [dev.hako.isolation.Sandbox#start]
    MonitoredTask run() {
        try (GuestNetwork network =
                spec.network()
                        .map(own -> GuestNetwork.of(own.namespace()))
                        .orElse(GuestNetwork.NONE)) {
            return run(network);
        }
    }

    private MonitoredTask run(GuestNetwork network) {
        GuestBoot boot = boot(network);
        boot.make();
        try (UnixSocket.Pair end = UnixSocket.pair();
                FileServer server = boot.serve(end.right());
                MonitoredTask jail = boot.start(end.right());
                UnixSocket carrier = boot.connect()) {
            end.right().close();
            MonitoredTask task = start(jail, carrier, end.left());
            server.leave();
            return task;
        }
    }

    private GuestBoot boot(GuestNetwork network) {
        return new GuestBoot(
                sandbox,
                loop,
                kernel,
                new GuestBoot.Guest(
                        spec.address().id(), title, home, guest.memoryMib(), guest.mode()),
                root,
                guest.outside(),
                guest.files().contents(),
                network);
    }

    private MonitoredTask start(MonitoredTask jail, UnixSocket carrier, UnixSocket end) {
        Plan inside = plan();
        long planned = System.nanoTime();
        try (var descriptors = new StartDescriptors()) {
            Plan plan =
                    new StandIn(sandbox.planHost(), spec.address().id(), guest.outside(), home)
                            .plan(
                                    new StandIn.Place(
                                            descriptors.borrow(carrier.fd()),
                                            descriptors.own(StandIn.sealed(inside)),
                                            descriptors.borrow(end.fd()),
                                            spec.network()
                                                    .map(OwnNetwork::namespace)
                                                    .map(descriptors::borrow)
                                                    .orElse(Descriptors.ABSENT)),
                                    PlanTerms.stdio(spec.stdio()),
                                    opened(descriptors, jail),
                                    PlanTerms.monitoring(spec));
            try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
                long launched = System.nanoTime();
                // From now on they are the launcher's alone: a guest that is to go sees that it is.
                carrier.close();
                end.close();
                return switch (launcher.await(destination())) {
                    case Outcome.Running(MonitoredTask task, var startedAt, long created, _) ->
                            task.timed(
                                    new StartTimes(
                                            startedAt,
                                            planned,
                                            launched,
                                            created,
                                            created,
                                            System.nanoTime()));
                    case Outcome.Failed(var failed) when isOfHost(failed) && hasEnded(jail) ->
                            throw GuestFailure.gone(home);
                    case Outcome.Failed(var failed) ->
                            throw new GuestFailure(plan, inside, failed, home)
                                    .explain(
                                            Objects.requireNonNull(spec.spec().process()),
                                            new LayeredRoot(spec.root(), spec.spec().mounts()));
                };
            }
        } catch (Failure e) {
            throw e.during("cannot start " + title);
        }
    }

    private static boolean isOfHost(Frame.Failed failed) {
        return failed.step() < StandInPlan.FIRST_OF_GUEST;
    }

    /// What is the guest's goes with it, such as the groups that its stand-in joins.
    private static boolean hasEnded(MonitoredTask jail) {
        return jail.exit()
                .handle((_, _) -> true)
                .completeOnTimeout(false, END_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    /// What the launcher in the guest does.
    private Plan plan() {
        return ContainerPlan.compile(
                new ContainerLaunch(
                        GuestPlace.HOST,
                        spec.address().id(),
                        "/",
                        guest.inside(),
                        root.inside(),
                        PlanTerms.stdio(spec.stdio()),
                        GuestPlace.DESCRIPTORS,
                        GuestPlace.MONITORING,
                        GuestPlace.OPTIONS,
                        Map.of()));
    }

    private Descriptors opened(StartDescriptors descriptors, MonitoredTask jail) {
        return new Descriptors(
                descriptors.directory(spec.stateDirectory()),
                descriptors.log(spec.log()),
                descriptors.listener(spec.address()),
                descriptors.client(spec.foreground()),
                descriptors.lock(spec.revival()),
                descriptors.borrow(process(jail).fd()),
                spec.network().stream()
                        .flatMap(own -> own.held().stream())
                        .map(descriptors::borrow)
                        .toList());
    }

    private Pidfd process(MonitoredTask jail) {
        try {
            return jail.process();
        } catch (Failure e) {
            throw e.kind() == Failure.Kind.CONFLICT ? GuestFailure.gone(home) : e;
        }
    }

    private LauncherProcess.Destination destination() {
        return new LauncherProcess.Destination(
                spec.address(), title, spec.stateDirectory().resolve(TaskAddress.EXIT_FILE));
    }
}
