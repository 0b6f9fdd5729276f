package dev.hako.isolation.namespace;

import dev.hako.isolation.host.HostProbe;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.CgroupHost;
import dev.hako.plan.PlanHost;
import java.util.List;
import java.util.Optional;

/// Where on the machine the containers of a sandbox are: below the engine's own groups, or below
/// those of their pod.
///
/// @param host the machine
/// @param pod the id of the pod, or the path of its group; empty for a container of its own
record SandboxHome(HostProbe host, Optional<String> pod) {
    /// What plans depend on. The groups of a pod are made.
    PlanHost planHost() {
        return pod.map(host::planHost).orElseGet(host::planHost);
    }

    /// The groups below which containers get theirs. They need not exist.
    List<Cgroup> cgroupParents() {
        return pod.map(host::cgroupParents).orElseGet(host::cgroupParents);
    }

    /// Those of them that are the pod's alone.
    List<Cgroup> ownGroups() {
        return pod.filter(id -> !id.startsWith("/")).map(host::cgroupParents).orElse(List.of());
    }

    CgroupHost cgroupHost() {
        return host.cgroupHost();
    }
}
