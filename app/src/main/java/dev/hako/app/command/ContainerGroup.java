package dev.hako.app.command;

import dev.hako.engine.Engine;
import java.time.InstantSource;
import java.util.List;

/// `hako container …`: what `hako` does to containers without the word, too, and `prune`.
final class ContainerGroup {
    /// Docker's commands on containers, as far as they are there.
    static final List<String> SHARED =
            List.of(
                    "attach", "commit", "cp", "create", "diff", "exec", "export", "inspect", "kill",
                    "logs", "pause", "port", "rename", "restart", "run", "start", "stats", "stop",
                    "top", "unpause", "update", "wait");

    private ContainerGroup() {}

    static CommandGroup of(Commands commands, Engine engine, InstantSource clock) {
        CommandGroup group = new CommandGroup("container", "Manage containers");
        SHARED.stream()
                .filter(Commands.NAMES::contains)
                .forEach(name -> group.with(name, () -> commands.find(name).orElseThrow()));
        return group.with("ls", () -> new PsCommand(engine, clock), "list", "ps")
                .with("prune", () -> new ContainerPruneCommand(engine, clock))
                .with("rm", () -> new RmCommand(engine), "remove");
    }
}
