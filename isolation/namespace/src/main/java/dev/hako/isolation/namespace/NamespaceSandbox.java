package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.host.HostProbe;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.plan.Plan;
import java.time.Duration;
import java.util.Optional;

/// Starts containers by plans. What containers of a pod share are namespaces that their specs name,
/// so that the sandbox itself holds nothing.
final class NamespaceSandbox implements Sandbox {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HostProbe host;
    private final EventLoop loop;
    private final EngineIds ids;

    NamespaceSandbox(HostProbe host, EventLoop loop) {
        this.host = host;
        this.loop = loop;
        this.ids = new EngineIds(host.facts().user().mappedIds());
    }

    @Override
    public Task start(TaskSpec spec) {
        return new NamespaceContainer(
                new ContainerStart(host.planHost(), loop, ids, spec).run(), host);
    }

    @Override
    public Optional<Plan> plan(TaskSpec spec) {
        return Optional.of(new ContainerStart(host.planHost(), loop, ids, spec).plan());
    }

    @Override
    public Task exec(Task container, ExecSpec spec) {
        if (!(container instanceof NamespaceContainer running)) {
            throw Failure.invalid(
                    "cannot run \""
                            + spec.process().args().getFirst()
                            + "\": its container is not one of isolation \"namespace\"");
        }
        return new ExecStart(host.planHost(), loop, ids, running.task(), spec).run();
    }

    @Override
    public Optional<Task> reconnect(TaskAddress address) {
        return new MonitorSocket(address, loop)
                .connect()
                .map(task -> new NamespaceContainer(task, host));
    }

    @Override
    public void collect(String id) {
        try {
            for (Cgroup parent : host.cgroupParents()) {
                Cgroup group = parent.child(id);
                group.kill(PATIENCE);
                group.remove(PATIENCE);
            }
        } catch (KernelException e) {
            throw Failure.internal(
                    "cannot end what is left of container \"" + id + "\": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {}
}
