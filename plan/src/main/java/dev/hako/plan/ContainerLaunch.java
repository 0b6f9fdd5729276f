package dev.hako.plan;

import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import java.util.Map;

/// Everything the start of a container depends on.
///
/// @param host the machine
/// @param id the container's, for hooks
/// @param bundle the absolute path of the bundle: relative bind sources start there, and hooks are
///   told
/// @param spec what to run and how; `root` takes the place of its root path
/// @param root what the root is made of
/// @param stdio what is at descriptors 0 to 2; takes the place of the process's `terminal`
/// @param descriptors what the launcher is started with
/// @param custody who looks after the program afterwards
/// @param options what the engine decides
/// @param processes whose namespaces of these types the container has instead of what `spec` says:
///   pidfds among the descriptors, each at least 5 and below 100
public record ContainerLaunch(
        PlanHost host,
        String id,
        String bundle,
        Spec spec,
        RootFilesystem root,
        Stdio stdio,
        Descriptors descriptors,
        Custody custody,
        LaunchOptions options,
        Map<Namespace.Type, Integer> processes) {
    public ContainerLaunch {
        processes = Map.copyOf(processes);
    }
}
