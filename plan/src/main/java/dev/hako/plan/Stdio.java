package dev.hako.plan;

/// What a program finds at its descriptors 0, 1 and 2.
public sealed interface Stdio {
    /// Pipes to the monitor; without `openInput` standard input is `/dev/null`.
    record Pipes(boolean openInput) implements Stdio {}

    /// The launcher's own, which are those of whoever started it.
    record Inherited() implements Stdio {}

    /// A terminal of the container's own devpts, whose other side goes over a socket to whoever
    /// shows it.
    ///
    /// @param socket the descriptor of the socket's, at least 5 and below 10
    /// @param rows its first size in characters, as `columns`; 0 leaves it
    record Console(int socket, int rows, int columns) implements Stdio {}

    /// A terminal of the container's own devpts, for all three, whose other side the monitor has.
    ///
    /// @param rows its first size in characters, as `columns`; 0 leaves it
    record Terminal(int rows, int columns) implements Stdio {}
}
