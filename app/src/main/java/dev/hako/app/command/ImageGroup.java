package dev.hako.app.command;

import dev.hako.engine.Engine;
import java.time.InstantSource;
import java.util.List;

/// `hako image …`
final class ImageGroup {
    /// Docker's commands on images, which have a name of their own too.
    static final List<String> SHARED =
            List.of("build", "history", "import", "load", "pull", "push", "save", "tag");

    private ImageGroup() {}

    static CommandGroup of(Commands commands, Engine engine, InstantSource clock) {
        CommandGroup group =
                new CommandGroup("image", "Manage images")
                        .with("inspect", () -> new ImageInspectCommand(engine))
                        .with("ls", () -> new ImagesCommand(engine, clock), "list")
                        .with("prune", () -> new ImagePruneCommand(engine, clock))
                        .with("rm", () -> new RmiCommand(engine), "remove");
        SHARED.stream()
                .filter(Commands.NAMES::contains)
                .forEach(name -> group.with(name, () -> commands.find(name).orElseThrow()));
        return group;
    }
}
