package dev.hako.isolation;

/// What a sandbox is made for.
///
/// @param id the pod's or, for a container of its own, the container's id
public record SandboxSpec(String id) {}
