package dev.hako.isolation;

/// One way to keep a workload apart from the host.
public interface Isolation {
    /// What users write after `--isolation`, such as `namespace`.
    String name();

    /// Whether it works on this host. Cheap enough to be asked for every `hako info`; never throws.
    Support support(HostFacts host);

    /// Whether the roots of its containers are on disks ([dev.hako.plan.RootFilesystem.Disk]), and
    /// not in directories of the host. Then nobody outside sees their files while they run, nor
    /// what they have written.
    default boolean hasRootsOnDisks() {
        return false;
    }

    /// Whether several containers can share a shell of it, as a pod's do.
    default boolean hasPods() {
        return true;
    }

    /// Whether its containers can be connected to networks.
    default boolean hasNetworks() {
        return true;
    }

    /// Whether a container of it that runs can be connected to networks, and taken from them.
    default boolean changesNetworks() {
        return true;
    }

    /// Opens the shell that containers are started in.
    ///
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` with the reason and remedy of [#support], or
    ///   what else stood in the way
    Sandbox open(SandboxSpec spec);
}
