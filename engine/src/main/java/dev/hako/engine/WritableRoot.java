package dev.hako.engine;

import dev.hako.engine.spec.RootFiles;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.kernel.FileTree;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Bind;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.RootMount;
import dev.hako.plan.RootFilesystem.Upper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
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
/// @param directory the container's layers; made by [#prepare]
/// @param readOnly whether the root is to be read-only, so that no layer is needed
/// @param rootless whether the engine works for an ordinary user
/// @param disposable whether the layers end with the container, so that they need not be synced
record WritableRoot(
        Path directory, Image image, boolean readOnly, boolean rootless, boolean disposable) {

    /// Makes the layers that are missing.
    void prepare() {
        try {
            for (int i = 0; i < image.parts().size(); i++) {
                if (hasLayer(i)) {
                    makeDirectories(layer(i));
                }
            }
        } catch (IOException e) {
            throw Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "cannot make the writable layer \""
                                    + directory
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
        return new RootFilesystem(mounts, List.of());
    }

    private boolean hasLayer(int index) {
        return !image.parts().get(index).foreign() && (!readOnly || index == 0);
    }

    private RootMount mount(Image.Part part, int index) {
        if (!hasLayer(index)) {
            return new Bind(part.lowers().getFirst(), part.target(), true);
        }
        Path upper = layer(index).resolve("upper");
        Path work = layer(index).resolve("work");
        Path base = commonParent(part.lowers());
        return new Overlay(
                part.target(),
                part.lowers().stream()
                        .map(lower -> base.relativize(Path.of(lower)).toString())
                        .toList(),
                base.toString(),
                Optional.of(new Upper(upper.toString(), work.toString(), disposable)),
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

    private void makeDirectories(Path layer) throws IOException {
        if (makeDirectory(layer)) {
            Files.createDirectory(layer.resolve("upper"));
            Files.createDirectory(layer.resolve("work"));
        } else if (disposable) {
            forgetEarlierRun(layer.resolve("work"));
        }
    }

    /// A layer that was not synced is refused by the kernel another time, for the machine might
    /// have been restarted since: then this one would be gone.
    private static void forgetEarlierRun(Path work) throws IOException {
        FileTree.delete(work);
        Files.createDirectory(work);
    }

    private boolean makeDirectory(Path layer) throws IOException {
        try {
            if (Files.notExists(directory)) {
                Files.createDirectory(directory);
            }
            Files.createDirectory(layer);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        }
    }

    private Path layer(int index) {
        return directory.resolve(Integer.toString(index));
    }

    /// The files of the outermost part, for looking up users before anything is mounted.
    RootFiles files() {
        List<Path> layers = new ArrayList<>();
        Path upper = layer(0).resolve("upper");
        if (Files.isDirectory(upper)) {
            layers.add(upper);
        }
        image.parts().getFirst().lowers().forEach(lower -> layers.add(Path.of(lower)));
        return new RootFiles(layers);
    }
}
