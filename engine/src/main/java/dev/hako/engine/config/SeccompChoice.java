package dev.hako.engine.config;

/// Which seccomp filter holds.
public sealed interface SeccompChoice {
    SeccompChoice STANDARD = new Standard();

    /// Docker's default profile.
    record Standard() implements SeccompChoice {}

    /// None.
    record Unconfined() implements SeccompChoice {}

    /// A profile in Docker's JSON format, read when the container is created.
    record Profile(String json) implements SeccompChoice {}
}
