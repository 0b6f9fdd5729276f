package dev.hako.isolation;

/// What a program finds at its descriptors 0, 1 and 2.
public sealed interface Stdio {
    /// Pipes to the monitor; without `openInput` standard input is `/dev/null`.
    record Pipes(boolean openInput) implements Stdio {}

    /// A terminal of the container's own devpts, for all three.
    record Terminal(WindowSize size) implements Stdio {}
}
