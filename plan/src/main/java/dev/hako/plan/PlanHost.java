package dev.hako.plan;

import dev.hako.kernel.Arch;
import dev.hako.kernel.CapabilitySet;

/// What a plan must know of the machine it is for: found out by the engine, once.
///
/// @param arch the machine
/// @param kernel what its kernel can do
/// @param cgroups how its cgroups are laid out
/// @param inUserNamespace whether the engine lives in a user namespace: then it cannot make device
///   nodes, and mounts some file systems only if it owns the namespaces they show
/// @param lastCapability the highest capability the kernel knows
/// @param capabilities what the engine itself can pass on
public record PlanHost(
        Arch arch,
        KernelFeatures kernel,
        CgroupLayout cgroups,
        boolean inUserNamespace,
        int lastCapability,
        CapabilitySet capabilities) {
    /// The same machine with its groups laid out elsewhere.
    public PlanHost with(CgroupLayout groups) {
        return new PlanHost(arch, kernel, groups, inUserNamespace, lastCapability, capabilities);
    }
}
