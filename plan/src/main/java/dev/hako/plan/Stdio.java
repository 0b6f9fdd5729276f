package dev.hako.plan;

/// What a program finds at its descriptors 0, 1 and 2.
public sealed interface Stdio {
    /// Pipes to the monitor; without `openInput` standard input is `/dev/null`.
    record Pipes(boolean openInput) implements Stdio {}

    /// A terminal of the container's own devpts, for all three.
    ///
    /// @param rows its first size in characters, as `columns`; 0 leaves it
    record Terminal(int rows, int columns) implements Stdio {}
}
