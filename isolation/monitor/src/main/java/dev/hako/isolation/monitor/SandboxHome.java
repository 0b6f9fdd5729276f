package dev.hako.isolation.monitor;

import dev.hako.failure.Failure;
import dev.hako.isolation.host.HostProbe;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.CgroupHost;
import dev.hako.plan.PlanHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where on the machine the containers of a sandbox are: below the engine's own groups, or below
/// those of their pod.
///
/// @param host the machine
/// @param pod the id of the pod, or the path of its group; empty for a container of its own
public record SandboxHome(HostProbe host, Optional<String> pod) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// What plans depend on. The groups of a pod are made.
    public PlanHost planHost() {
        return pod.map(host::planHost).orElseGet(host::planHost);
    }

    /// The groups below which containers get theirs. They need not exist.
    public List<Cgroup> cgroupParents() {
        return pod.map(host::cgroupParents).orElseGet(host::cgroupParents);
    }

    /// Those of them that are the pod's alone.
    private List<Cgroup> ownGroups() {
        return pod.filter(id -> !id.startsWith("/")).map(host::cgroupParents).orElse(List.of());
    }

    public CgroupHost cgroupHost() {
        return host.cgroupHost();
    }

    /// Ends and removes what a container's task has left in its groups; see
    /// [dev.hako.isolation.Sandbox#collect].
    public void collect(String task) {
        List<Cgroup> groups = cgroupParents().stream().map(parent -> parent.child(task)).toList();
        end(groups, "container \"" + task + "\"");
    }

    /// Ends and removes the pod's own groups.
    public void endPod() {
        end(ownGroups(), "the pod");
    }

    private static void end(List<Cgroup> groups, String whose) {
        try {
            for (Cgroup group : groups) {
                if (group.exists()) {
                    group.kill(PATIENCE);
                    group.remove(PATIENCE);
                }
            }
        } catch (KernelException e) {
            throw Failure.internal(
                    "cannot end what is left of " + whose + ": " + e.getMessage(), e);
        }
    }
}
