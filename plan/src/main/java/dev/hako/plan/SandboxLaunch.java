package dev.hako.plan;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Namespace;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything the making of what a pod's containers share depends on.
///
/// @param host the machine
/// @param directory an existing directory of the pod, on which its namespaces are held
/// @param namespaces those that are shared; of types [SandboxPlan#HOLDABLE] but the users'
/// @param hostname of the UTS namespace; empty leaves the host's
/// @param sysctl kernel parameters of the namespaces
/// @param shmBytes the size of the shared `/dev/shm`, if IPC is shared
/// @param users which ids the pod's users have on the machine, if they are others: a user namespace
///   owns all the rest then
public record SandboxLaunch(
        PlanHost host,
        String directory,
        Set<Namespace.Type> namespaces,
        String hostname,
        Map<String, String> sysctl,
        long shmBytes,
        Optional<IdMapping> users) {
    public SandboxLaunch {
        EnumSet<Namespace.Type> copy = EnumSet.noneOf(Namespace.Type.class);
        copy.addAll(namespaces);
        namespaces = Set.copyOf(copy);
        sysctl = Map.copyOf(sysctl);
        boolean withUsers = namespaces.contains(Namespace.Type.USER);
        if (withUsers || !SandboxPlan.HOLDABLE.containsAll(namespaces)) {
            throw new IllegalArgumentException("not to be held without a process: " + namespaces);
        }
    }
}
