package dev.hako.engine;

import dev.hako.image.Image;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.LayerSink;
import dev.hako.image.archive.TreeMarks;
import dev.hako.image.archive.TreeReader;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.Upper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a container's root is made of.
///
/// @param root what is mounted for it
/// @param spec what is mounted into it, besides
/// @param rootless whether an ordinary user mounts it
record RootParts(Image image, RootFilesystem root, Spec spec, boolean rootless) {
    private static final NativePath TOP = NativePath.of(".");

    /// What is mounted into it.
    List<Mount> mounts() {
        return spec.mounts();
    }

    /// The parts that the container can write to.
    List<Overlay> overlays() {
        return root.mounts().stream()
                .filter(Overlay.class::isInstance)
                .map(Overlay.class::cast)
                .filter(overlay -> overlay.upper().isPresent())
                .toList();
    }

    /// The same, but that what it has written itself is somewhere else, where overlays' marks are
    /// root's.
    RootParts writtenOn(String directory) {
        Overlay overlay = overlays().getFirst();
        Upper upper = new Upper(directory, directory, false);
        Overlay other =
                new Overlay(
                        overlay.target(),
                        overlay.lower(),
                        overlay.base(),
                        Optional.of(upper),
                        overlay.userxattr());
        return new RootParts(
                image, new RootFilesystem(List.of(other), root.ensured()), spec, rootless);
    }

    /// Reads what the container has written itself, but for the places where something else is.
    void readChanges(EntrySink sink) throws IOException {
        Set<NativePath> places =
                mountTargets().stream()
                        .map(target -> place(target.toString()))
                        .collect(Collectors.toUnmodifiableSet());
        LayerSink own = new LayerSink(sink, places, Optional.empty());
        TreeReader reader = TreeReader.ofLayer(own, marks());
        for (Overlay overlay : overlays()) {
            String upper = overlay.upper().orElseThrow().directory();
            try (Fd top = Open.open(upper, Open.O_RDONLY | Open.O_DIRECTORY)) {
                reader.read(top, place(overlay.target()));
            }
        }
    }

    /// A path as archives have it.
    static NativePath place(String target) {
        return target.equals("/") ? TOP : NativePath.of(target.substring(1));
    }

    TreeMarks marks() {
        return TreeMarks.of(rootless);
    }

    /// Where something else is than the container's own files.
    Set<NativePath> mountTargets() {
        return mounts().stream()
                .map(Mount::destination)
                .map(target -> NativePath.of(Path.of(target).normalize().toString()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
