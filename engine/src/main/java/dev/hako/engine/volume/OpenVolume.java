package dev.hako.engine.volume;

import dev.hako.engine.config.MountRequest.VolumeUse;
import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;

/// A volume's directory.
public record OpenVolume(Fd directory) implements OpenDirectory {
    private static final int DIRECTORY = Open.O_PATH | Open.O_DIRECTORY | Open.O_CLOEXEC;
    private static final int NO_LINKS =
            Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS | Open.RESOLVE_NO_MAGICLINKS;

    /// The part of a volume that a container wants to see.
    ///
    /// @throws Failure if it is not there, or not a directory of the volume
    public static OpenVolume of(VolumeStore store, Volume volume, VolumeUse how) {
        Fd whole = whole(store, volume);
        if (how.subpath().isEmpty()) {
            return new OpenVolume(whole);
        }
        try (whole) {
            return new OpenVolume(part(whole, volume, how.subpath().get()));
        }
    }

    /// The root of a volume's files.
    static Fd whole(VolumeStore store, Volume volume) {
        return switch (volume.backing()) {
            case Backing.Bind(String device) -> device(volume, device);
            case Backing.Own _ -> data(store, volume.name());
            case Backing.FileSystem fileSystem -> {
                FileSystemMount.ensure(store, volume, fileSystem);
                yield data(store, volume.name());
            }
        };
    }

    private static Fd device(Volume volume, String device) {
        try {
            return Open.open(device, DIRECTORY);
        } catch (KernelException e) {
            throw e.during("cannot use volume \"" + volume.name() + "\"");
        }
    }

    /// The directory `_data`, which must be one: a link in its place is refused.
    static Fd data(VolumeStore store, String name) {
        try (Fd home = Open.open(store.home(name).toString(), DIRECTORY | Open.O_NOFOLLOW)) {
            return Open.openat2(home, NativePath.of(VolumeStore.DATA), DIRECTORY, 0, NO_LINKS);
        } catch (KernelException e) {
            throw e.during("cannot use volume \"" + name + "\"");
        }
    }

    private static Fd part(Fd whole, Volume volume, String subpath) {
        try {
            return Open.inRoot(whole, NativePath.of(subpath), Open.O_PATH | Open.O_CLOEXEC);
        } catch (KernelException e) {
            throw Failure.of(
                    Failure.Kind.INVALID,
                    "cannot use \""
                            + Printable.of(subpath)
                            + "\" in volume \""
                            + volume.name()
                            + "\": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
