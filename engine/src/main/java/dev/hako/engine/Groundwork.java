package dev.hako.engine;

import dev.hako.engine.event.EventJournal;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.library.StepCache;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.failure.Failure;
import dev.hako.image.Images;
import dev.hako.image.layer.LayerStore;
import dev.hako.image.store.ImageStore;
import dev.hako.image.transfer.Fetch;
import dev.hako.isolation.HostFacts;
import dev.hako.kernel.Capability;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileFlags;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.ProcessCapabilities;
import dev.hako.oci.hardening.KernelVersion;
import dev.hako.oci.hardening.Machine;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// What an engine stands on: directories, and what is known of the machine.
final class Groundwork {
    private Groundwork() {}

    /// What turns configurations into specifications on this machine.
    static SpecBuilder specs(HostFacts host) {
        Machine machine =
                new Machine(
                        host.architecture(),
                        KernelVersion.parse(host.kernelRelease()),
                        host.cpus());
        List<String> held =
                ProcessCapabilities.current().permitted().members().stream()
                        .map(Capability::name)
                        .toList();
        return new SpecBuilder(
                machine,
                held,
                host.user().mappedIds(),
                host.features().getOrDefault("mount-setattr", false));
    }

    /// The images that are kept where the engine keeps things.
    ///
    /// @param users the containers that are made of them
    static ImageLibrary library(EngineSettings settings, EventJournal events, ImageUsers users) {
        Locations locations = settings.locations();
        LayerStore layers =
                LayerStore.open(locations.imageLayers(), settings.host().user().rootless());
        Platform machine = Platform.linux(settings.host().architecture());
        StepCache steps = StepCache.open(locations.builds());
        Fetch fetch =
                new Fetch(
                        ImageStore.open(
                                locations.imageStore(),
                                layers,
                                machine,
                                () -> steps.with(users.manifests())));
        Images images = new Images(locations.images(), fetch);
        return new ImageLibrary(images, fetch, events, users::all, steps);
    }

    /// Makes the directories that are missing.
    static void makeDirectories(Locations locations) {
        for (Path directory :
                List.of(
                        locations.durableContainers(),
                        locations.runningContainers(),
                        locations.layers(),
                        locations.runPlaces(),
                        locations.names(),
                        locations.volumes(),
                        locations.networks(),
                        locations.events(),
                        locations.pods(),
                        locations.runningPods(),
                        locations.temporaryPods(),
                        locations.podNames(),
                        locations.images(),
                        locations.imageLayers())) {
            makeDirectory(directory);
        }
        spread(locations.layers());
    }

    /// Each container's directories lie for themselves. Without a journal ext4 does not use the
    /// inode of a deleted file again for a minute, and passes over all those that lie together
    /// whenever it makes another: where containers come and go that was a third of all work.
    private static void spread(Path layers) {
        int flags = Open.O_RDONLY | Open.O_DIRECTORY;
        try (Fd directory = Open.openat(Fd.CWD, NativePath.of(layers.toString()), flags)) {
            boolean _ = FileFlags.spread(directory);
        }
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx--x--x")));
        } catch (IOException e) {
            throw Failure.of(
                            Failure.Kind.DENIED,
                            "cannot open the engine: the directory \""
                                    + directory
                                    + "\" cannot be made: "
                                    + e.getMessage(),
                            e)
                    .hint("choose other places with HAKO_ROOT and HAKO_RUN");
        }
    }

    /// This boot of the machine.
    static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw Failure.internal("cannot read this boot's id: " + e, e);
        }
    }
}
