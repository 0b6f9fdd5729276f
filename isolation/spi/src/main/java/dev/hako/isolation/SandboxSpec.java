package dev.hako.isolation;

import java.util.Optional;

/// What a sandbox is made for.
///
/// @param id the pod's or, for a container of its own, the container's id
/// @param shared what a pod's containers share; empty for a container of its own
public record SandboxSpec(String id, Optional<SharedParts> shared) {
    /// The shell of one container that shares nothing.
    public static SandboxSpec alone(String id) {
        return new SandboxSpec(id, Optional.empty());
    }
}
