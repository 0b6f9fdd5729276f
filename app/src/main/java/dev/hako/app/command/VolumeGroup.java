package dev.hako.app.command;

import dev.hako.engine.Engine;

/// `hako volume …`
final class VolumeGroup {
    private VolumeGroup() {}

    static CommandGroup of(Engine engine) {
        return new CommandGroup("volume", "Manage volumes")
                .with("create", () -> new VolumeCreateCommand(engine))
                .with("inspect", () -> new VolumeInspectCommand(engine))
                .with("ls", () -> new VolumeLsCommand(engine), "list")
                .with("prune", () -> new VolumePruneCommand(engine))
                .with("rm", () -> new VolumeRmCommand(engine), "remove");
    }
}
