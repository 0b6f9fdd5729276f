package dev.hako.guest.build;

import dev.hako.guest.kernel.KernelStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// A JVM that builds, to be killed.
final class BuildingEngine {
    private BuildingEngine() {}

    /// Builds.
    ///
    /// @param arguments the store's directory, and the tree
    public static void main(String[] arguments) throws InterruptedException {
        new KernelBuild(
                        new KernelStore(Path.of(arguments[0])),
                        BuildTools.OF_MACHINE,
                        InstantSource.system())
                .run(
                        new KernelBuild.Request(
                                KernelSource.at(Path.of(arguments[1])), 1, Map.of()),
                        new Told());
    }
}
