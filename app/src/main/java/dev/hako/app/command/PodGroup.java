package dev.hako.app.command;

import dev.hako.engine.Engine;
import java.time.InstantSource;

/// `hako pod …`
final class PodGroup {
    private PodGroup() {}

    static CommandGroup of(Engine engine, InstantSource clock) {
        return new CommandGroup("pod", "Manage pods: containers that share namespaces")
                .with("create", () -> new PodCreateCommand(engine))
                .with("exists", () -> new PodExistsCommand(engine))
                .with("inspect", () -> new PodInspectCommand(engine))
                .with("kill", () -> new PodKillCommand(engine))
                .with("ls", () -> new PodLsCommand(engine, clock), "list", "ps")
                .with("pause", () -> new PodPauseCommand(engine))
                .with("prune", () -> new PodPruneCommand(engine))
                .with("restart", () -> new PodRestartCommand(engine))
                .with("rm", () -> new PodRmCommand(engine), "remove")
                .with("start", () -> new PodStartCommand(engine))
                .with("stop", () -> new PodStopCommand(engine))
                .with("unpause", () -> new PodUnpauseCommand(engine));
    }
}
