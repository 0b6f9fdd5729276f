package dev.hako.oci.hardening;

import dev.hako.oci.json.Require;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
import java.util.List;

/// What a container is before it is hardened.
///
/// @param process without capabilities: they come from `capabilities`
/// @param capabilities what root in the container may do at most; [HardenedSpec#CAPABILITIES]
///   changed as its user wishes
/// @param hostname its name in its own UTS namespace
/// @param cgroupsPath where its cgroup is, as the driver wants it
public record ContainerOutline(
        Root root,
        Process process,
        List<String> capabilities,
        String hostname,
        String cgroupsPath) {

    /// Copies the list.
    public ContainerOutline {
        capabilities = Require.texts("capabilities", capabilities);
    }
}
