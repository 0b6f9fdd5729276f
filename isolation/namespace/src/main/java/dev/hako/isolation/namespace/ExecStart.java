package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.monitor.LauncherProcess;
import dev.hako.isolation.monitor.MonitoredTask;
import dev.hako.isolation.monitor.PlanTerms;
import dev.hako.isolation.monitor.StartDescriptors;
import dev.hako.isolation.monitor.StartFailure;
import dev.hako.isolation.monitor.diagnosis.ProcessRoot;
import dev.hako.kernel.EventLoop;
import dev.hako.plan.Descriptors;
import dev.hako.plan.ExecLaunch;
import dev.hako.plan.ExecPlan;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import java.util.List;
import java.util.Optional;

/// One start of a further program in a running container.
final class ExecStart {
    private final PlanHost host;
    private final EventLoop loop;
    private final EngineIds ids;
    private final MonitoredTask container;
    private final ExecSpec spec;
    private final String program;

    ExecStart(
            PlanHost host, EventLoop loop, EngineIds ids, MonitoredTask container, ExecSpec spec) {
        this.host = host;
        this.loop = loop;
        this.ids = ids;
        this.container = container;
        this.spec = spec;
        this.program = "\"" + spec.process().args().getFirst() + "\"";
    }

    /// @throws Failure as [dev.hako.isolation.Sandbox#exec]
    Task run() {
        try (var descriptors = new StartDescriptors()) {
            Plan plan = ExecPlan.compile(launch(descriptors));
            StandardProfile.load(spec.process());
            return run(plan, descriptors);
        } catch (Failure e) {
            throw e.during(intent());
        }
    }

    private Task run(Plan plan, StartDescriptors descriptors) {
        try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
            return switch (launcher.await(destination())) {
                case LauncherProcess.Outcome.Running(MonitoredTask task, _, _, _) -> task;
                case LauncherProcess.Outcome.Failed(var failed) ->
                        throw new StartFailure(plan, failed)
                                .explain(spec.process(), new ProcessRoot(container.process()));
            };
        }
    }

    private String intent() {
        return "cannot run " + program + " in " + container.title();
    }

    private LauncherProcess.Destination destination() {
        return new LauncherProcess.Destination(
                spec.address(),
                program + " in " + container.title(),
                spec.address().directory().resolve(TaskAddress.EXIT_FILE));
    }

    private ExecLaunch launch(StartDescriptors descriptors) {
        int process = descriptors.borrow(container.process().fd());
        return new ExecLaunch(
                host,
                container.id(),
                spec.container(),
                spec.process(),
                Optional.empty(),
                Optional.empty(),
                process,
                PlanTerms.stdio(spec.stdio()),
                new Descriptors(
                        descriptors.directory(spec.address().directory()),
                        Descriptors.ABSENT,
                        descriptors.listener(spec.address()),
                        descriptors.client(spec.foreground()),
                        Descriptors.ABSENT,
                        Descriptors.ABSENT,
                        List.of()),
                PlanTerms.monitoring(spec.foreground()),
                ids.options());
    }
}
