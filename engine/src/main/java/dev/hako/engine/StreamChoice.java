package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.isolation.Stdio;
import dev.hako.isolation.WindowSize;

/// What a program finds at its standard streams.
final class StreamChoice {
    private StreamChoice() {}

    /// Of a container: its clients tell the size of a terminal when they come.
    static Stdio of(ContainerConfig config) {
        return config.process().terminal()
                ? new Stdio.Terminal(WindowSize.UNKNOWN)
                : new Stdio.Pipes(config.process().openInput());
    }

    /// Of a program in one.
    static Stdio of(ExecConfig config) {
        return config.terminal()
                ? new Stdio.Terminal(config.size())
                : new Stdio.Pipes(config.openInput());
    }
}
