package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.isolation.ExecSpec;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.SandboxSpec;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.isolation.host.HostProbe;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.PlanHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Starts containers by plans. What containers of a pod share is held by mounts in the pod's
/// directory, so that the sandbox itself holds nothing.
final class NamespaceSandbox implements Sandbox {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HostProbe host;
    private final EventLoop loop;
    private final EngineIds ids;
    private final String id;
    private final Optional<SharedNamespaces> shared;

    NamespaceSandbox(HostProbe host, EventLoop loop, SandboxSpec spec) {
        this.id = spec.id();
        this.shared = spec.shared().map(SharedNamespaces::new);
        this.host = host;
        this.loop = loop;
        this.ids = new EngineIds(host.facts().user().mappedIds());
    }

    @Override
    public void prepare() {
        shared.ifPresent(namespaces -> namespaces.prepare(planHost(), loop));
    }

    @Override
    public void dismantle() {
        try {
            if (shared.isPresent()) {
                for (Cgroup group : host.cgroupParents(id)) {
                    group.kill(PATIENCE);
                    group.remove(PATIENCE);
                }
                shared.get().remove();
            }
        } catch (KernelException e) {
            throw Failure.internal("cannot end what is left of the pod: " + e.getMessage(), e);
        }
    }

    private PlanHost planHost() {
        return shared.isPresent() ? host.planHost(id) : host.planHost();
    }

    @Override
    public Task start(TaskSpec spec) {
        Spec adapted =
                shared.map(namespaces -> namespaces.adapt(spec.spec())).orElseGet(spec::spec);
        return new ContainerStart(planHost(), loop, ids, spec, adapted).run();
    }

    @Override
    public Task exec(Task container, ExecSpec spec) {
        if (!(container instanceof NamespaceTask running)) {
            throw Failure.invalid(
                    "cannot run \""
                            + spec.process().args().getFirst()
                            + "\": its container is not one of isolation \"namespace\"");
        }
        return new ExecStart(planHost(), loop, ids, running, spec).run();
    }

    @Override
    public Optional<Task> reconnect(TaskAddress address) {
        return new MonitorSocket(address, loop).connect();
    }

    @Override
    public void collect(String task) {
        try {
            for (Cgroup parent : cgroupParents()) {
                Cgroup group = parent.child(task);
                group.kill(PATIENCE);
                group.remove(PATIENCE);
            }
        } catch (KernelException e) {
            throw Failure.internal(
                    "cannot end what is left of container \"" + task + "\": " + e.getMessage(), e);
        }
    }

    private List<Cgroup> cgroupParents() {
        return shared.isPresent() ? host.cgroupParents(id) : host.cgroupParents();
    }

    @Override
    public void close() {}
}
