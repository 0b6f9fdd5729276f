package dev.hako.app.command;

import dev.hako.engine.Engine;
import java.time.InstantSource;
import java.util.List;

/// `hako system …`
final class SystemGroup {
    /// Docker's commands on the whole, which have a name of their own too.
    static final List<String> SHARED = List.of("events", "info");

    private SystemGroup() {}

    static CommandGroup of(Commands commands, Engine engine, InstantSource clock) {
        CommandGroup group =
                new CommandGroup("system", "Manage the whole of what the engine keeps")
                        .with("df", () -> new SystemDfCommand(engine, clock));
        SHARED.stream()
                .filter(Commands.NAMES::contains)
                .forEach(name -> group.with(name, () -> commands.find(name).orElseThrow()));
        return group.with("prune", () -> new SystemPruneCommand(engine, clock));
    }
}
