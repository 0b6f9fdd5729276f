package dev.hako.engine;

import dev.hako.image.Image;
import dev.hako.image.archive.TreeMarks;
import dev.hako.kernel.NativePath;
import dev.hako.oci.runtime.Mount;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Overlay;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a container's root is made of.
///
/// @param root what is mounted for it
/// @param mounts what is mounted into it
/// @param rootless whether an ordinary user mounts it
record RootParts(Image image, RootFilesystem root, List<Mount> mounts, boolean rootless) {

    /// The parts that the container can write to.
    List<Overlay> overlays() {
        return root.mounts().stream()
                .filter(Overlay.class::isInstance)
                .map(Overlay.class::cast)
                .filter(overlay -> overlay.upper().isPresent())
                .toList();
    }

    TreeMarks marks() {
        return TreeMarks.of(rootless);
    }

    /// Where something else is than the container's own files.
    Set<NativePath> mountTargets() {
        return mounts.stream()
                .map(Mount::destination)
                .map(target -> NativePath.of(Path.of(target).normalize().toString()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
