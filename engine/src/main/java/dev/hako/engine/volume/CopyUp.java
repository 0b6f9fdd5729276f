package dev.hako.engine.volume;

import dev.hako.engine.store.DirectoryLock.Lease;
import dev.hako.image.Image;
import dev.hako.kernel.Directory;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Fills an empty volume with what the image has in its place.
///
/// The copy is made beside the volume's files and put in their place by one rename(2), so that
/// after a crash a volume is either empty still, or has all of it. A directory for the copy tells
/// that a volume is still to be filled; it is there from the volume's first moment.
public final class CopyUp {
    /// The copy that is being made or is to be made, below a volume's own directory.
    static final String UNFINISHED = ".copy";

    private static final int DIRECTORY =
            Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW | Open.O_CLOEXEC;
    private static final int PRIVATE = 0700;

    private final VolumeStore store;
    private final Volume volume;

    /// @param volume that may be empty
    public CopyUp(VolumeStore store, Volume volume) {
        this.store = store;
        this.volume = volume;
    }

    /// Whether a volume was to be filled, and its engine ended before it was.
    public boolean isUnfinished() {
        return Files.isDirectory(store.home(volume.name()).resolve(UNFINISHED));
    }

    /// Copies if the volume is empty and the image has a directory there.
    ///
    /// @param target where the volume will be, absolute in the image
    public void from(Image image, String target) {
        try (Lease _ = store.lock()) {
            if (isEmpty()) {
                Optional<Fd> source = ImageTree.directory(image, target);
                if (source.isPresent()) {
                    try (Fd from = source.get()) {
                        copy(from);
                    }
                }
            }
            FileTree.delete(store.home(volume.name()).resolve(UNFINISHED));
        } catch (KernelException e) {
            throw e.during(
                    "cannot copy \""
                            + target
                            + "\" of the image to volume \""
                            + volume.name()
                            + "\"");
        }
    }

    private boolean isEmpty() {
        try (Fd whole = OpenVolume.whole(store, volume);
                Fd listed = Open.openat(whole, NativePath.of("."), DIRECTORY)) {
            return Directory.list(listed).isEmpty();
        }
    }

    private void copy(Fd from) {
        if (volume.backing() instanceof Backing.Own) {
            copyAside(from);
            return;
        }
        try (Fd whole = OpenVolume.whole(store, volume);
                Fd to = Open.openat(whole, NativePath.of("."), DIRECTORY)) {
            TreeCopy.copy(from, to, store.rootless());
        }
    }

    private void copyAside(Fd from) {
        Path aside = store.home(volume.name()).resolve(UNFINISHED);
        FileTree.delete(aside);
        try (Fd home = Open.open(store.home(volume.name()).toString(), DIRECTORY)) {
            NativePath name = NativePath.of(UNFINISHED);
            Names.mkdirat(home, name, PRIVATE);
            try (Fd to = Open.openat(home, name, DIRECTORY)) {
                TreeCopy.copy(from, to, store.rootless());
            }
            Names.renameat(home, name, home, NativePath.of(VolumeStore.DATA));
        }
    }
}
