package dev.hako.engine;

import dev.hako.engine.spec.RootFiles;
import dev.hako.engine.store.WritableLayers;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.image.archive.TreeMarks;
import dev.hako.kernel.KernelException;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Bind;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.RootMount;
import dev.hako.plan.RootFilesystem.Upper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An image's parts with a container's own layers over them: one overlay a part.
///
/// Parts that are foreign are bound read-only. An ordinary user could not change them, not even a
/// copy of them, since nobody else's ids are his to give. And an overlay costs a disk a dozen
/// directories that come and go with it: of a short run, half the time.
///
/// @param layers the container's; made by [#prepare]
/// @param readOnly whether the root is to be read-only, so that no layer is needed
/// @param rootless whether the engine works for an ordinary user
/// @param disposable whether the layers end with the container, so that they need not be synced
/// @param idMapped whether the container has users of its own, whose files these are
/// @param making what its parts that can be written to are made of
record WritableRoot(
        WritableLayers layers,
        Image image,
        boolean readOnly,
        boolean rootless,
        boolean disposable,
        boolean idMapped,
        Making making) {

    /// What its parts that can be written to are made of.
    enum Making {
        /// The image's own layers, under overlayfs.
        OVERLAY,
        /// Whole copies of them, where overlayfs cannot be had.
        COPY
    }

    /// The same of copies.
    WritableRoot copied() {
        return new WritableRoot(
                layers, image, readOnly, rootless, disposable, idMapped, Making.COPY);
    }

    /// Copies what is missing.
    ///
    /// @throws Failure if it cannot be copied
    void copy() {
        try {
            for (int i = 0; i < image.parts().size(); i++) {
                if (hasLayer(i)) {
                    layers.copy(i, image.parts().get(i).lowers(), TreeMarks.of(rootless));
                }
            }
        } catch (IOException | KernelException e) {
            throw Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "cannot copy the image into \""
                                    + layers.directory()
                                    + "\": "
                                    + e.getMessage(),
                            e)
                    .hint("see whether the disk is full or read-only; HAKO_ROOT moves the state");
        }
    }

    /// Whether its parts have been copied.
    boolean isCopied() {
        return Files.isDirectory(layers.copied(0));
    }

    /// Whether overlayfs takes these layers: found out by mounting them, nowhere, over an empty
    /// directory beside the container's own.
    boolean overlayWorks() {
        return OverlayTrial.of(image.parts().getFirst().lowers(), layers.directory(), rootless);
    }

    /// Makes the layers that are missing.
    void prepare() {
        try {
            for (int i = 0; i < image.parts().size(); i++) {
                if (hasLayer(i)) {
                    layers.make(i, disposable);
                }
            }
        } catch (KernelException e) {
            throw Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "cannot make the writable layer \""
                                    + layers.directory()
                                    + "\": "
                                    + e.getMessage(),
                            e)
                    .hint("see whether the disk is full or read-only; HAKO_ROOT moves the state");
        }
    }

    /// What to mount, once it is prepared.
    RootFilesystem filesystem() {
        List<RootMount> mounts = new ArrayList<>(image.parts().size());
        for (int i = 0; i < image.parts().size(); i++) {
            mounts.add(mount(image.parts().get(i), i));
        }
        return new RootFilesystem(mounts, List.of(), idMapped);
    }

    private boolean hasLayer(int index) {
        return !image.parts().get(index).foreign() && (!readOnly || index == 0);
    }

    private RootMount mount(Image.Part part, int index) {
        if (!hasLayer(index)) {
            return new Bind(part.lowers().getFirst(), part.target(), true);
        }
        if (making == Making.COPY) {
            return new Bind(layers.copied(index).toString(), part.target(), false);
        }
        Path base = commonParent(part.lowers());
        return new Overlay(
                part.target(),
                part.lowers().stream()
                        .map(lower -> base.relativize(Path.of(lower)).toString())
                        .toList(),
                base.toString(),
                Optional.of(
                        new Upper(
                                layers.upper(index).toString(),
                                layers.work(index).toString(),
                                disposable)),
                rootless);
    }

    /// Layers of a store have short names below it: older kernels take all of them in one page.
    private static Path commonParent(List<String> lowers) {
        Path common = Path.of(lowers.getFirst()).resolveSibling(".").normalize();
        for (String lower : lowers) {
            while (!Path.of(lower).startsWith(common) || Path.of(lower).equals(common)) {
                common = common.resolve("..").normalize();
            }
        }
        return common;
    }

    /// The files of the outermost part, for looking up users before anything is mounted.
    RootFiles files() {
        List<Path> stack = new ArrayList<>();
        Path upper = making == Making.COPY ? layers.copied(0) : layers.upper(0);
        if (Files.isDirectory(upper)) {
            stack.add(upper);
        }
        image.parts().getFirst().lowers().forEach(lower -> stack.add(Path.of(lower)));
        return new RootFiles(stack);
    }
}
