package dev.hako.app.command;

import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import java.time.InstantSource;

/// `hako pod …`
final class PodGroup {
    private PodGroup() {}

    static CommandGroup of(Engine engine, InstantSource clock) {
        return new CommandGroup(
                        "pod",
                        "Manage pods: containers that share namespaces",
                        CommandGroup.Misuse.AS_PODMANS)
                .with("create", () -> new PodCreateCommand(engine))
                .with("exists", () -> new PodExistsCommand(engine))
                .with("inspect", () -> new PodInspectCommand(engine))
                .with("kill", () -> new PodKillCommand(engine))
                .with("ls", () -> new PodLsCommand(engine, clock), "list", "ps")
                .with("pause", () -> new PodVerbCommand(PodVerbCommand.PAUSE, engine, Pod::pause))
                .with("prune", () -> new PodPruneCommand(engine))
                .with(
                        "restart",
                        () -> new PodVerbCommand(PodVerbCommand.RESTART, engine, Pod::restart))
                .with("rm", () -> new PodRmCommand(engine), "remove")
                .with("start", () -> new PodVerbCommand(PodVerbCommand.START, engine, Pod::start))
                .with("stop", () -> new PodStopCommand(engine))
                .with(
                        "unpause",
                        () -> new PodVerbCommand(PodVerbCommand.UNPAUSE, engine, Pod::unpause));
    }
}
