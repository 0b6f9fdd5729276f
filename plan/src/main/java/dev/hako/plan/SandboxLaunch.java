package dev.hako.plan;

import dev.hako.oci.runtime.Namespace;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Everything the making of what a pod's containers share depends on.
///
/// @param host the machine
/// @param directory an existing directory of the pod, on which its namespaces are held
/// @param namespaces those that are shared; of types [SandboxPlan#HOLDABLE]
/// @param hostname of the UTS namespace; empty leaves the host's
/// @param sysctl kernel parameters of the namespaces
/// @param shmBytes the size of the shared `/dev/shm`, if IPC is shared
public record SandboxLaunch(
        PlanHost host,
        String directory,
        Set<Namespace.Type> namespaces,
        String hostname,
        Map<String, String> sysctl,
        long shmBytes) {
    public SandboxLaunch {
        EnumSet<Namespace.Type> copy = EnumSet.noneOf(Namespace.Type.class);
        copy.addAll(namespaces);
        namespaces = Set.copyOf(copy);
        sysctl = Map.copyOf(sysctl);
        if (!SandboxPlan.HOLDABLE.containsAll(namespaces)) {
            throw new IllegalArgumentException("not to be held without a process: " + namespaces);
        }
    }
}
