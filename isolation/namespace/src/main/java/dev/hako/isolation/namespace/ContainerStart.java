package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.OwnNetwork;
import dev.hako.isolation.StartTimes;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.monitor.LauncherProcess;
import dev.hako.isolation.monitor.MonitoredTask;
import dev.hako.isolation.monitor.PlanTerms;
import dev.hako.isolation.monitor.StartDescriptors;
import dev.hako.isolation.monitor.StartFailure;
import dev.hako.isolation.monitor.diagnosis.LayeredRoot;
import dev.hako.isolation.monitor.diagnosis.RootView;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.ContainerLaunch;
import dev.hako.plan.ContainerPlan;
import dev.hako.plan.Descriptors;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// One start of a container: compiles its plan, spawns a launcher with it, and waits until the
/// program runs.
final class ContainerStart {
    private final PlanHost host;
    private final EventLoop loop;
    private final EngineIds ids;
    private final TaskSpec spec;
    private final Spec adapted;
    private final String title;

    /// @param adapted the task's spec with what its pod shares and this machine's profile
    ContainerStart(PlanHost host, EventLoop loop, EngineIds ids, TaskSpec spec, Spec adapted) {
        this.host = host;
        this.loop = loop;
        this.ids = ids;
        this.spec = spec;
        this.adapted = adapted;
        this.title = "container \"" + spec.name() + "\"";
    }

    /// @throws Failure as [dev.hako.isolation.Sandbox#start]
    MonitoredTask run() {
        try (var descriptors = new StartDescriptors()) {
            Plan plan =
                    ContainerPlan.compile(launch(opened(descriptors), joined(descriptors::borrow)));
            StandardProfile.load(Objects.requireNonNull(adapted.process()));
            long planned = System.nanoTime();
            try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
                long launched = System.nanoTime();
                return switch (launcher.await(destination())) {
                    case LauncherProcess.Outcome.Running(
                                    var task,
                                    var startedAt,
                                    long created,
                                    long mounted) ->
                            task.timed(
                                    new StartTimes(
                                            startedAt,
                                            planned,
                                            launched,
                                            created,
                                            mounted,
                                            System.nanoTime()));
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
        PrimitiveIterator.OfInt numbers =
                IntStream.iterate(StartDescriptors.FIRST, n -> n + 1).iterator();
        Descriptors descriptors =
                new Descriptors(
                        numbers.nextInt(),
                        spec.log().isPresent() ? numbers.nextInt() : Descriptors.ABSENT,
                        numbers.nextInt(),
                        Descriptors.ABSENT,
                        spec.revival().isPresent() ? numbers.nextInt() : Descriptors.ABSENT,
                        Descriptors.ABSENT,
                        List.of());
        return ContainerPlan.compile(launch(descriptors, joined(_ -> numbers.nextInt())));
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

    private Descriptors opened(StartDescriptors descriptors) {
        return new Descriptors(
                descriptors.directory(spec.stateDirectory()),
                descriptors.log(spec.log()),
                descriptors.listener(spec.address()),
                descriptors.client(spec.foreground()),
                descriptors.lock(spec.revival()),
                spec.network()
                        .flatMap(OwnNetwork::companion)
                        .map(descriptors::borrow)
                        .orElse(Descriptors.ABSENT),
                spec.network().stream()
                        .flatMap(own -> own.held().stream())
                        .map(descriptors::borrow)
                        .toList());
    }

    private ContainerLaunch launch(Descriptors descriptors, Map<Namespace.Type, Integer> joined) {
        return new ContainerLaunch(
                host,
                spec.address().id(),
                spec.bundle().toString(),
                ids.adapt(adapted),
                spec.root(),
                PlanTerms.stdio(spec.stdio()),
                descriptors,
                PlanTerms.monitoring(spec),
                ids.options(),
                joined);
    }

    private Map<Namespace.Type, Integer> joined(ToIntFunction<Fd> number) {
        Map<Namespace.Type, Integer> joined = new EnumMap<>(Namespace.Type.class);
        spec.network()
                .ifPresent(own ->
                        joined.put(Namespace.Type.NETWORK, number.applyAsInt(own.namespace())));
        spec.joins()
                .forEach((type, task) ->
                        joined.put(type, number.applyAsInt(ours(task).process().fd())));
        return joined;
    }

    private static MonitoredTask ours(Task task) {
        if (task instanceof NamespaceContainer running) {
            return running.task();
        }
        throw Failure.invalid(
                "a container of isolation \"namespace\" joins only those of its own isolation");
    }
}
