package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.namespace.diagnosis.LayeredRoot;
import dev.hako.isolation.namespace.diagnosis.RootView;
import dev.hako.kernel.EventLoop;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.ContainerLaunch;
import dev.hako.plan.ContainerPlan;
import dev.hako.plan.Descriptors;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// One start of a container: compiles its plan, spawns a launcher with it, and waits until the
/// program runs.
final class ContainerStart {
    private final PlanHost host;
    private final EventLoop loop;
    private final EngineIds ids;
    private final TaskSpec spec;
    private final Spec adapted;
    private final String title;

    /// @param adapted the task's spec with what its pod shares
    ContainerStart(PlanHost host, EventLoop loop, EngineIds ids, TaskSpec spec, Spec adapted) {
        this.adapted = adapted;
        this.host = host;
        this.loop = loop;
        this.ids = ids;
        this.spec = spec;
        this.title = "container \"" + spec.name() + "\"";
    }

    /// @throws Failure as [dev.hako.isolation.Sandbox#start]
    Task run() {
        try (var descriptors = new StartDescriptors()) {
            Plan plan = ContainerPlan.compile(launch(descriptors));
            try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
                return switch (launcher.await(destination())) {
                    case LauncherProcess.Outcome.Running(NamespaceTask task) -> task;
                    case LauncherProcess.Outcome.Failed(var failed) ->
                            throw new StartFailure(plan, failed).explain(process(), root());
                };
            }
        } catch (Failure e) {
            throw e.during("cannot start " + title);
        }
    }

    private Process process() {
        return Objects.requireNonNull(spec.spec().process(), "a plan was made, so there is one");
    }

    private RootView root() {
        return new LayeredRoot(spec.root(), adapted.mounts());
    }

    private LauncherProcess.Destination destination() {
        return new LauncherProcess.Destination(
                spec.address(), title, spec.stateDirectory().resolve(TaskAddress.EXIT_FILE));
    }

    private ContainerLaunch launch(StartDescriptors descriptors) {
        return new ContainerLaunch(
                host,
                spec.address().id(),
                spec.bundle().toString(),
                ids.adapt(adapted),
                spec.root(),
                PlanTerms.stdio(spec.stdio()),
                new Descriptors(
                        descriptors.directory(spec.stateDirectory()),
                        descriptors.log(spec.log()),
                        descriptors.listener(spec.address()),
                        descriptors.client(spec.foreground()),
                        descriptors.lock(spec.revival())),
                PlanTerms.monitoring(spec),
                ids.options(),
                joined(descriptors));
    }

    private Map<Namespace.Type, Integer> joined(StartDescriptors descriptors) {
        Map<Namespace.Type, Integer> joined = new EnumMap<>(Namespace.Type.class);
        spec.joins().forEach((type, task) -> joined.put(type, process(task, descriptors)));
        return joined;
    }

    private static int process(Task task, StartDescriptors descriptors) {
        if (task instanceof NamespaceTask running) {
            return descriptors.borrow(running.process().fd());
        }
        throw Failure.invalid(
                "a container of isolation \"namespace\" joins only those of its own isolation");
    }
}
