package dev.hako.app.command;

import dev.hako.engine.Engine;

/// `hako manifest …`
final class ManifestGroup {
    private ManifestGroup() {}

    static CommandGroup of(Engine engine) {
        return new CommandGroup("manifest", "Look at manifests and indexes of images")
                .with("inspect", () -> new ManifestInspectCommand(engine));
    }
}
