package dev.hako.app.command;

import dev.hako.engine.Engine;
import java.time.InstantSource;

/// `hako network …`
final class NetworkGroup {
    private NetworkGroup() {}

    static CommandGroup of(Engine engine, InstantSource clock) {
        return new CommandGroup("network", "Manage networks")
                .with("connect", () -> new NetworkConnectCommand(engine))
                .with("create", () -> new NetworkCreateCommand(engine))
                .with("disconnect", () -> new NetworkDisconnectCommand(engine))
                .with("inspect", () -> new NetworkInspectCommand(engine))
                .with("ls", () -> new NetworkLsCommand(engine), "list")
                .with("prune", () -> new NetworkPruneCommand(engine, clock))
                .with("rm", () -> new NetworkRmCommand(engine), "remove");
    }
}
