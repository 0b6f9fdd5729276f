package dev.hako.launcher.wire;

/// Whose frames a reader expects: a frame of another sender breaks the protocol.
public enum Sender {
    /// The thin client, of whoever serves it.
    CLIENT,
    /// Whoever serves a client: the engine or a monitor.
    SERVER,
    /// The engine, of a monitor.
    ENGINE,
    /// A monitor, of the engine.
    MONITOR
}
