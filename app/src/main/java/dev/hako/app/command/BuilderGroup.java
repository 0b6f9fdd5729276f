package dev.hako.app.command;

import dev.hako.engine.Engine;
import java.time.InstantSource;
import java.util.List;

/// `hako builder …`
final class BuilderGroup {
    /// Docker's commands on builds, which have a name of their own too.
    static final List<String> SHARED = List.of("build");

    private BuilderGroup() {}

    static CommandGroup of(Commands commands, Engine engine, InstantSource clock) {
        CommandGroup group = new CommandGroup("builder", "Manage what builds keep");
        SHARED.forEach(name -> group.with(name, () -> commands.find(name).orElseThrow()));
        return group.with("prune", () -> new BuilderPruneCommand(engine, clock));
    }
}
