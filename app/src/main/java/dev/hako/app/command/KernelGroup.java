package dev.hako.app.command;

import dev.hako.app.product.Installation;
import dev.hako.guest.kernel.KernelStore;
import java.time.InstantSource;

/// `hako kernel …`
final class KernelGroup {
    private KernelGroup() {}

    static CommandGroup of(Installation installation, InstantSource clock) {
        KernelStore store = new KernelStore(installation.locations().kernels());
        return new CommandGroup("kernel", "Manage guest kernels")
                .with("build", () -> new KernelBuildCommand(store, clock))
                .with("inspect", () -> new KernelInspectCommand(store))
                .with("ls", () -> new KernelLsCommand(store, clock), "list")
                .with("pull", () -> new KernelPullCommand(store))
                .with("rm", () -> new KernelRmCommand(store), "remove");
    }
}
