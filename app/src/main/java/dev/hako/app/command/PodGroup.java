package dev.hako.app.command;

import dev.hako.engine.Engine;
import java.time.InstantSource;

/// `hako pod …`
final class PodGroup {
    private PodGroup() {}

    static CommandGroup of(Engine engine, InstantSource clock) {
        return new CommandGroup("pod", "Work with pods: containers that share namespaces")
                .with("create", () -> new PodCreateCommand(engine))
                .with("ls", () -> new PodLsCommand(engine, clock), "list", "ps")
                .with("inspect", () -> new PodInspectCommand(engine))
                .with("start", () -> new PodStartCommand(engine))
                .with("stop", () -> new PodStopCommand(engine))
                .with("rm", () -> new PodRmCommand(engine), "remove");
    }
}
