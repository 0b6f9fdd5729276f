package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.StartTimes;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.namespace.diagnosis.LayeredRoot;
import dev.hako.isolation.namespace.diagnosis.RootView;
import dev.hako.kernel.EventLoop;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.ContainerLaunch;
import dev.hako.plan.ContainerPlan;
import dev.hako.plan.Descriptors;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import java.util.Objects;

/// One start of a container: compiles its plan, spawns a launcher with it, and waits until the
/// program runs.
final class ContainerStart {
    private final PlanHost host;
    private final EventLoop loop;
    private final EngineIds ids;
    private final TaskSpec spec;
    private final String title;

    ContainerStart(PlanHost host, EventLoop loop, EngineIds ids, TaskSpec spec) {
        this.host = host;
        this.loop = loop;
        this.ids = ids;
        this.spec = spec;
        this.title = "container \"" + spec.name() + "\"";
    }

    /// @throws Failure as [dev.hako.isolation.Sandbox#start]
    NamespaceTask run() {
        try (var descriptors = new StartDescriptors()) {
            Plan plan = ContainerPlan.compile(launch(opened(descriptors)));
            long planned = System.nanoTime();
            try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
                long launched = System.nanoTime();
                return switch (launcher.await(destination())) {
                    case LauncherProcess.Outcome.Running(NamespaceTask task, long created) ->
                            task.timed(
                                    new StartTimes(planned, launched, created, System.nanoTime()));
                    case LauncherProcess.Outcome.Failed(var failed) ->
                            throw new StartFailure(plan, failed).explain(process(), root());
                };
            }
        } catch (Failure e) {
            throw e.during("cannot start " + title);
        }
    }

    /// The plan that [#run] would carry out; its descriptors are not opened.
    Plan plan() {
        int next = StartDescriptors.FIRST;
        return ContainerPlan.compile(
                launch(
                        new Descriptors(
                                next++,
                                spec.log().isPresent() ? next++ : Descriptors.ABSENT,
                                next++,
                                Descriptors.ABSENT,
                                spec.revival().isPresent() ? next : Descriptors.ABSENT)));
    }

    private Process process() {
        return Objects.requireNonNull(spec.spec().process(), "a plan was made, so there is one");
    }

    private RootView root() {
        return new LayeredRoot(spec.root(), spec.spec().mounts());
    }

    private LauncherProcess.Destination destination() {
        return new LauncherProcess.Destination(
                spec.address(), title, spec.stateDirectory().resolve(TaskAddress.EXIT_FILE));
    }

    private Descriptors opened(StartDescriptors descriptors) {
        return new Descriptors(
                descriptors.directory(spec.stateDirectory()),
                descriptors.log(spec.log()),
                descriptors.listener(spec.address()),
                descriptors.client(spec.foreground()),
                descriptors.lock(spec.revival()));
    }

    private ContainerLaunch launch(Descriptors descriptors) {
        return new ContainerLaunch(
                host,
                spec.address().id(),
                spec.bundle().toString(),
                ids.adapt(spec.spec()),
                spec.root(),
                PlanTerms.stdio(spec.stdio()),
                descriptors,
                PlanTerms.monitoring(spec),
                ids.options());
    }
}
