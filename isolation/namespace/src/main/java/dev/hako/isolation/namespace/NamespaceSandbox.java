package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.host.HostProbe;
import dev.hako.isolation.monitor.Adjustment;
import dev.hako.isolation.monitor.MonitorSocket;
import dev.hako.isolation.monitor.SandboxHome;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.LiveLimits;
import dev.hako.plan.Plan;
import java.util.Optional;

/// Starts containers by plans. What containers of a pod share is held by mounts in the pod's
/// directory, so that the sandbox itself holds nothing.
final class NamespaceSandbox implements Sandbox {
    private final SandboxHome home;
    private final EventLoop loop;
    private final EngineIds ids;
    private final boolean rootless;
    private final Optional<SharedNamespaces> shared;

    NamespaceSandbox(HostProbe host, EventLoop loop, SandboxSpec spec) {
        this.shared = spec.shared().map(SharedNamespaces::new);
        this.home =
                new SandboxHome(
                        host, spec.shared().map(parts -> parts.group().orElseGet(spec::id)));
        this.loop = loop;
        this.ids = new EngineIds(host.facts().user().mappedIds());
        this.rootless = host.facts().user().rootless();
    }

    @Override
    public void prepare() {
        shared.ifPresent(namespaces -> namespaces.prepare(home::planHost, loop));
    }

    @Override
    public void dismantle() {
        shared.ifPresent(namespaces -> {
            home.endPod();
            namespaces.remove();
        });
    }

    @Override
    public void limit(Resources limits) {
        CgroupLayout layout = home.planHost().cgroups();
        new Adjustment(this::groupOf).make(LiveLimits.of(layout, limits));
    }

    private Optional<Cgroup> groupOf(String controller) {
        return home.cgroupParents().stream()
                .filter(group -> group.hierarchy().controls(controller))
                .findFirst();
    }

    @Override
    public Task start(TaskSpec spec) {
        return new NamespaceContainer(starting(spec).run(), home);
    }

    @Override
    public Optional<Plan> plan(TaskSpec spec) {
        return Optional.of(starting(spec).plan());
    }

    private ContainerStart starting(TaskSpec spec) {
        Spec adapted =
                shared.map(namespaces -> namespaces.adapt(spec.spec())).orElseGet(spec::spec);
        return new ContainerStart(home.planHost(), loop, ids, spec, profile().on(adapted));
    }

    private StandardProfile profile() {
        return new StandardProfile(home.planHost(), rootless);
    }

    @Override
    public Task exec(Task container, ExecSpec spec) {
        if (!(container instanceof NamespaceContainer running)) {
            throw Failure.invalid(
                    "cannot run \""
                            + spec.process().args().getFirst()
                            + "\": its container is not one of isolation \"namespace\"");
        }
        ExecSpec confined = spec.with(profile().on(spec.process()));
        return new ExecStart(home.planHost(), loop, ids, running.task(), confined).run();
    }

    @Override
    public Optional<Task> reconnect(TaskAddress address) {
        return new MonitorSocket(address, loop)
                .connect()
                .map(task -> new NamespaceContainer(task, home));
    }

    @Override
    public void collect(String task) {
        home.collect(task);
    }

    @Override
    public void close() {}
}
